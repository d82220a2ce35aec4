package dev.keyturn.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The kinds of store that Keyturn has, whether or not their module is on the class path. */
public final class KnownKinds {
  private static final Set<String> BUILT_IN = Set.of("env", "file");
  private static final Map<String, String> MODULES = Map.of(
      "aws-sm", "dev.keyturn:secrets-aws",
      "aws-ssm", "dev.keyturn:secrets-aws",
      "vault", "dev.keyturn:secrets-vault",
      "azure-kv", "dev.keyturn:secrets-azure",
      "gcp-sm", "dev.keyturn:secrets-gcp",
      "mem", "dev.keyturn:secrets-testkit");

  private KnownKinds() {}

  /**
   * Says what to add for a kind.
   *
   * @param kind a kind of store
   * @return the Maven coordinates of the module that offers it; empty for a kind that secrets-api has
   *     itself, and for one that is not ours
   */
  public static Optional<String> moduleOf(String kind) {
    return Optional.ofNullable(MODULES.get(kind));
  }

  /**
   * Tells whether a kind is one of ours.
   *
   * @param kind a kind of store
   * @return whether secrets-api or one of our modules has it
   */
  public static boolean isKnown(String kind) {
    return BUILT_IN.contains(kind) || MODULES.containsKey(kind);
  }

  /** {@return all kinds, sorted} */
  public static Set<String> all() {
    Set<String> all = new TreeSet<>(BUILT_IN);
    all.addAll(MODULES.keySet());
    return all;
  }
}
