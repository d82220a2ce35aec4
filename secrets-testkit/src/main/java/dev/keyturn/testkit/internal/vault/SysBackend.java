package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code sys}: what leads to its parts. */
final class SysBackend implements Backend {
  private static final Set<String> OPEN =
      Set.of("health", "seal-status", "leader", "wrapping/lookup", "wrapping/unwrap");

  private final VaultServer server;
  private final NavigableMap<String, Endpoint> endpoints = new TreeMap<>();

  SysBackend(VaultServer server) {
    this.server = server;
    SysMounts mounts = new SysMounts(server);
    SysPolicies policies = new SysPolicies();
    endpoints.put("mounts", mounts::engines);
    endpoints.put("auth", mounts::logins);
    endpoints.put("internal/ui/mounts", mounts::preflight);
    endpoints.put("policies/acl", policies);
    endpoints.put("policy", policies);
    endpoints.put("capabilities-self", this::capabilities);
    SysLeases leases = new SysLeases(server);
    endpoints.put("leases/renew", leases::renew);
    endpoints.put("leases/lookup", leases::lookup);
    endpoints.put("leases/revoke", leases::revoke);
    endpoints.put("leases/revoke-prefix", leases::revokePrefix);
    endpoints.put("namespaces", new SysNamespaces(server));
    endpoints.put("health", ask -> server.seal.health(ask));
    endpoints.put("seal-status", ask -> server.seal.status());
    endpoints.put("leader", ask -> Reply.bare(200, Map.of("ha_enabled", false)));
    endpoints.put("seal", ask -> server.seal.close());
    endpoints.put("wrapping/wrap", ask -> Reply.of(ask.body().all()));
    endpoints.put("wrapping/lookup", ask -> server.wrapping.lookup(ask));
    endpoints.put("wrapping/unwrap", ask -> server.wrapping.unwrap(ask));
  }

  private Map.Entry<String, Endpoint> find(String rest) {
    for (Map.Entry<String, Endpoint> entry : endpoints.descendingMap().entrySet()) {
      if (rest.equals(entry.getKey()) || rest.startsWith(entry.getKey() + "/")) {
        return entry;
      }
    }
    return Map.entry(rest, ask -> {
      throw VaultError.unsupportedPath();
    });
  }

  @Override
  public Reply handle(Ask ask) {
    Map.Entry<String, Endpoint> found = find(ask.rest());
    String left = ask.rest().substring(found.getKey().length());
    return found.getValue().answer(ask.below(left.replaceAll("^/|/$", "")));
  }

  private Reply capabilities(Ask ask) {
    List<String> one = ask.body().texts("path");
    List<String> paths = one.isEmpty() ? ask.body().texts("paths") : one;
    if (paths.isEmpty()) {
      throw VaultError.bad("paths must be supplied");
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (String path : paths) {
      Set<String> granted =
          server.capabilities(ask.token(), ask.namespace().path + path.replaceAll("^/", ""));
      all.put(path, granted.isEmpty() ? List.of("deny") : List.copyOf(new TreeSet<>(granted)));
    }
    if (paths.size() == 1) {
      all.put("capabilities", all.get(paths.get(0)));
    }
    return Reply.of(all).flat();
  }

  @Override
  public String operation(Action action, String rest) {
    return "sys/" + find(rest).getKey();
  }

  @Override
  public boolean isOpen(String rest) {
    return OPEN.contains(rest);
  }

  @Override
  public boolean isForEveryone(String rest) {
    return rest.equals("internal/ui/mounts") || rest.startsWith("internal/ui/mounts/");
  }
}
