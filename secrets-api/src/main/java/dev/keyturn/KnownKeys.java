package dev.keyturn;

import dev.keyturn.internal.Closest;
import dev.keyturn.internal.StoreKeys;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The keys a configuration may have, but for those of one kind of store. */
final class KnownKeys {
  static final String SECRET = "secret.";
  static final String STORE = "store.";

  /** Names of secrets and of stores; no dot, since a dot ends them in a key. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  /** What may follow {@code secret.NAME.}. */
  static final Set<String> OF_A_SECRET =
      Set.of("ttl", "masked", "optional", "fallback", "trim", "decode");

  /** Those that hold for everything. */
  static final Set<String> PLAIN = Set.of(
      "allow",
      "audit.hits",
      "cache.max-entries",
      "cache.not-found-ttl",
      "cache.stale-if-error",
      "cache.ttl",
      "call.budget",
      "leases.grace",
      "leases.revoke-on-close",
      "profile.complete");

  private static final Set<String> BEGINNINGS =
      Set.of("secret", "store", "allow", "audit", "cache", "call", "leases", "profile");

  private KnownKeys() {}

  /**
   * A key of the form {@code GROUP.NAME.ENDING}.
   *
   * @param name of the secret or the store
   * @param ending what follows it; empty for the name alone
   */
  record Named(String name, String ending) {}

  /** The parts of a key of this group; empty if it has another form. */
  static Optional<Named> named(String group, String key) {
    if (!key.startsWith(group)) {
      return Optional.empty();
    }
    int dot = key.indexOf('.', group.length());
    String name = key.substring(group.length(), dot < 0 ? key.length() : dot);
    String ending = dot < 0 ? "" : key.substring(dot + 1);
    boolean complete = NAME.matcher(name).matches() && (dot < 0 || !ending.isEmpty());
    return complete ? Optional.of(new Named(name, ending)) : Optional.empty();
  }

  /** Refuses a key that no configuration has. What a kind of store knows is not judged here. */
  static void check(Setting setting) {
    String key = setting.key();
    boolean known = PLAIN.contains(key)
        || named(SECRET, key).filter(KnownKeys::isOfASecret).isPresent()
        || named(STORE, key).filter(named -> !named.ending().isEmpty()).isPresent();
    if (!known) {
      throw setting.invalid("is unknown" + hint(setting));
    }
  }

  private static boolean isOfASecret(Named named) {
    return named.ending().isEmpty() || OF_A_SECRET.contains(named.ending());
  }

  private static String hint(Setting setting) {
    Optional<String> near = Closest.to(setting.key(), candidates(setting.key()));
    if (near.isPresent()) {
      return "; did you mean " + near.get() + "?";
    }
    boolean group = setting.key().startsWith(SECRET) || setting.key().startsWith(STORE);
    return group ? "; a name is letters, digits, '-' and '_', without a dot" : "";
  }

  private static Set<String> candidates(String key) {
    Set<String> candidates = new TreeSet<>(PLAIN);
    List<String> parts = List.of(key.split("\\.", -1));
    if (parts.size() > 1 && NAME.matcher(parts.get(1)).matches()) {
      String name = parts.get(1);
      candidates.add(SECRET + name);
      OF_A_SECRET.forEach(ending -> candidates.add(SECRET + name + "." + ending));
      StoreKeys.OF_ALL.forEach(ending -> candidates.add(STORE + name + "." + ending));
    }
    return candidates;
  }

  /** Whether a stray line is more likely a misspelt key than a piece of a key or a token. */
  static boolean beginsLikeOne(String key) {
    int dot = key.indexOf('.');
    return BEGINNINGS.contains(dot < 0 ? key : key.substring(0, dot));
  }
}
