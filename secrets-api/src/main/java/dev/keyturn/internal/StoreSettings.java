package dev.keyturn.internal;

import dev.keyturn.spi.SecretStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of one store.
 *
 * @param name the store's name, the scheme of its references
 * @param kind the kind of store; where nothing is said, the name
 * @param values the provider's own keys, secret ones included (as references or names)
 * @param origins where each key (the engine's own too) came from, for people
 * @param timeout the deadline of a call, empty for the builder's
 * @param refuseExpired whether a value past the end that its store states is refused
 * @param trimNewline whether one newline at the end of every value is taken off
 * @param instance the store itself where the builder was given one, else null
 */
public record StoreSettings(
    String name,
    String kind,
    Map<String, String> values,
    Map<String, String> origins,
    Optional<Duration> timeout,
    boolean refuseExpired,
    boolean trimNewline,
    @Nullable SecretStore instance) {
  /** {@return the settings of a store of which nothing is said} */
  public static StoreSettings ofKind(String kind) {
    return new StoreSettings(kind, kind, Map.of(), Map.of(), Optional.empty(), false, false, null);
  }

  @Override
  public String toString() {
    return "StoreSettings[" + name + ", kind " + kind + ", keys " + origins.keySet() + "]";
  }
}
