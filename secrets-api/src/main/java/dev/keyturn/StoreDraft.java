package dev.keyturn;

import dev.keyturn.internal.StoreKeys;
import dev.keyturn.internal.StoreSettings;
import dev.keyturn.spi.SecretStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the layers say of one store. A layer that gives the store another kind starts its own keys
 * anew: that is how a test redirects a store without knowing what was said of it.
 */
final class StoreDraft {
  private static final String PROVIDER = "provider";
  private static final Set<String> READ_HERE = Set.of(PROVIDER, "timeout", "expired", "trim");

  private final String name;
  private final Predicate<String> isKind;
  private final Map<String, Setting> shared = new LinkedHashMap<>();
  private final Map<String, Setting> specific = new LinkedHashMap<>();
  private @Nullable SecretStore instance;

  StoreDraft(String name, Predicate<String> isKind) {
    this.name = name;
    this.isKind = isKind;
  }

  /** Adds a layer: what it says of this store and its siblings together, and what of this one. */
  void add(Map<String, Setting> ofSiblings, Map<String, Setting> ofThis) {
    Optional<String> before = kindSaid();
    putProvider(shared, ofSiblings);
    putProvider(specific, ofThis);
    if (before.isPresent() && !before.equals(kindSaid())) {
      forgetOwnKeys();
    }
    shared.putAll(ofSiblings);
    specific.putAll(ofThis);
  }

  private static void putProvider(Map<String, Setting> target, Map<String, Setting> layer) {
    Setting provider = layer.get(PROVIDER);
    if (provider != null) {
      target.put(PROVIDER, provider);
    }
  }

  private void forgetOwnKeys() {
    shared.keySet().removeIf(key -> !StoreKeys.OF_ALL.contains(key));
    specific.keySet().removeIf(key -> !StoreKeys.OF_ALL.contains(key));
  }

  /** Makes the store an object; of what was said before, only what holds for all stores stays. */
  void become(SecretStore object) {
    instance = object;
    forgetOwnKeys();
    shared.remove(PROVIDER);
    specific.remove(PROVIDER);
  }

  private Optional<String> kindSaid() {
    return Optional.ofNullable(specific.getOrDefault(PROVIDER, shared.get(PROVIDER)))
        .map(Setting::value)
        .or(() -> Optional.of(name).filter(isKind));
  }

  String kind() {
    return kindSaid().orElse(name);
  }

  boolean isInstance() {
    return instance != null;
  }

  /** All that counts, by key. What is said of this store alone wins. */
  Map<String, Setting> settings() {
    Map<String, Setting> all = new LinkedHashMap<>(shared);
    Setting siblings = shared.get(PROVIDER);
    if (!kind().equals(siblings == null ? name : siblings.value())) {
      all.keySet().removeIf(key -> !StoreKeys.OF_ALL.contains(key));
    }
    all.putAll(specific);
    return all;
  }

  /** The keys that the provider is to be asked about. */
  Map<String, Setting> ownSettings() {
    Map<String, Setting> own = settings();
    own.keySet().removeAll(StoreKeys.OF_ALL);
    return own;
  }

  /** The settings as they stand, without a look at any value. */
  StoreSettings unread() {
    return settings(values(), Optional.empty(), false, false);
  }

  /** The settings, values read; those of the provider's secret keys are given. */
  StoreSettings read(Map<String, String> secretValues) {
    Map<String, Setting> all = settings();
    Optional<Duration> timeout =
        Optional.ofNullable(all.get("timeout")).map(said -> Values.duration(said, Values.SOME));
    Optional<String> expired =
        Optional.ofNullable(all.get("expired")).map(said -> Values.oneOf(said, "serve", "refuse"));
    Optional<String> trim =
        Optional.ofNullable(all.get("trim")).map(said -> Values.oneOf(said, "newline"));
    Map<String, String> values = values();
    values.putAll(secretValues);
    return settings(
        values, timeout, expired.filter("refuse"::equals).isPresent(), trim.isPresent());
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    settings().forEach((key, setting) -> values.put(key, setting.value()));
    values.keySet().removeAll(READ_HERE);
    return values;
  }

  private StoreSettings settings(
      Map<String, String> values,
      Optional<Duration> timeout,
      boolean refuseExpired,
      boolean trimNewline) {
    Map<String, String> origins = new LinkedHashMap<>();
    settings().forEach((key, setting) -> origins.put(key, setting.origin()));
    return new StoreSettings(
        name, kind(), values, origins, timeout, refuseExpired, trimNewline, instance);
  }
}
