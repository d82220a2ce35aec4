package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.SecretStoreProvider;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Judges the keys of a store by what its provider knows. */
public final class StoreKeys {
  /** The keys that every store has, whatever its kind. */
  public static final Set<String> OF_ALL =
      Set.of("provider", "timeout", "expired", "proxy", "ca-cert", "trim");

  private StoreKeys() {}

  /**
   * Looks for a key that the provider does not know.
   *
   * @param store what the configuration says of the store
   * @param provider who offers its kind
   * @throws SecretsException {@code INVALID_CONFIGURATION} for the first such key; the message says where
   *     it stands, and which key was probably meant
   */
  public static void check(StoreSettings store, SecretStoreProvider provider) {
    Set<String> known = provider.keys();
    for (String key : store.values().keySet()) {
      if (!OF_ALL.contains(key) && !matches(known, key)) {
        throw unknown(store, key, known);
      }
    }
  }

  /**
   * Tells whether a provider's list has a key.
   *
   * @param keys the list, in which {@code x.*} stands for any ending
   * @param key a key, without {@code store.NAME.}
   * @return whether it is among them
   */
  public static boolean matches(Collection<String> keys, String key) {
    if (keys.contains(key)) {
      return true;
    }
    for (String known : keys) {
      if (startsLike(known, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsLike(String known, String key) {
    return known.endsWith(".*")
        && key.length() >= known.length()
        && key.regionMatches(0, known, 0, known.length() - 1);
  }

  static SecretsException unknown(StoreSettings store, String key, Set<String> known) {
    String said =
        Harmless.isName(key) ? "unknown key store." + store.name() + "." + key : "unknown key";
    Set<String> all = new TreeSet<>(known);
    all.addAll(OF_ALL);
    String next = Closest.to(key, all)
        .map(near -> "; did you mean store." + store.name() + "." + near + "?")
        .orElse("; a store of kind " + store.kind() + " knows " + String.join(", ", all));
    return SecretsException.of(
        ErrorCode.INVALID_CONFIGURATION,
        null,
        store.origins().getOrDefault(key, "store " + store.name()) + ": " + said + next);
  }
}
