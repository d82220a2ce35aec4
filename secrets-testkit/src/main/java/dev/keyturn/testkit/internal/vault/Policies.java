package dev.keyturn.testkit.internal.vault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The policies of a namespace. */
final class Policies {
  /** What every token may do unless it was made without. */
  private static final String DEFAULT = """
      path "auth/token/lookup-self" { capabilities = ["read"] }
      path "auth/token/renew-self" { capabilities = ["update"] }
      path "auth/token/revoke-self" { capabilities = ["update"] }
      path "sys/capabilities-self" { capabilities = ["update"] }
      path "sys/renew" { capabilities = ["update"] }
      path "sys/leases/renew" { capabilities = ["update"] }
      path "sys/leases/lookup" { capabilities = ["update"] }
      path "sys/wrapping/wrap" { capabilities = ["update"] }
      path "sys/wrapping/lookup" { capabilities = ["update"] }
      path "sys/wrapping/unwrap" { capabilities = ["update"] }
      """;

  private final Map<String, Policy> policies = new TreeMap<>();

  Policies() {
    put("default", DEFAULT);
    policies.put("root", new Policy("", List.of()));
  }

  void put(String name, String text) {
    policies.put(name, Policy.parse(text));
  }

  Map<String, Policy> all() {
    return policies;
  }

  private List<Policy.Rule> rules(Set<String> names) {
    List<Policy.Rule> rules = new ArrayList<>();
    for (String name : names) {
      Policy policy = policies.get(name);
      rules.addAll(policy == null ? List.of() : policy.rules());
    }
    return rules;
  }

  /** What holders of some policies may do to a path; empty if nothing, or if it is denied. */
  Set<String> capabilities(Set<String> names, String path) {
    List<Policy.Rule> rules = rules(names);
    String best = null;
    for (Policy.Rule rule : rules) {
      boolean closer = best == null || Policy.NEARER.compare(rule.path(), best) > 0;
      best = rule.concerns(path) && closer ? rule.path() : best;
    }
    Set<String> granted = new HashSet<>();
    for (Policy.Rule rule : rules) {
      granted.addAll(rule.path().equals(best) ? rule.capabilities() : Set.of());
    }
    return granted.contains("deny") ? Set.of() : granted;
  }

  /** Whether holders of some policies may do anything at all below a mount. */
  boolean reach(Set<String> names, String mount) {
    return rules(names).stream()
        .anyMatch(rule -> rule.reaches(mount) && !rule.capabilities().contains("deny"));
  }
}
