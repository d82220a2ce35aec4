package dev.keyturn;

import dev.keyturn.internal.Allow;
import dev.keyturn.internal.NamedSecret;
import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.internal.StoreSettings;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.spi.SecretStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates what was said, in files and to the builder, into what the engine starts from. First come the
 * keys, then who may say them, then the values.
 */
final class SettingsReader {
  private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(90);
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(60);

  private final @Nullable String profile;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Layer> saidBy = new LinkedHashMap<>();
  private final Map<String, NamedSecret> names;
  private final Map<String, StoreSettings> stores;

  /**
   * Reads everything but the cache's policy.
   *
   * @param layers the lowest first
   * @param instances the stores that the builder was given as objects
   * @param profile the profile's name, null without one
   * @param offered what the class path offers
   */
  SettingsReader(
      List<Layer> layers,
      Map<String, SecretStore> instances,
      @Nullable String profile,
      OfferedKinds offered) {
    this.profile = profile;
    layers.forEach(this::merge);
    StoresReader storesReader = new StoresReader(layers, instances, offered);
    layers.forEach(layer -> layer.settings().values().forEach(KnownKeys::check));
    storesReader.checkKeys();
    layers.forEach(Trust::check);
    settings.values().forEach(SettingsReader::checkGiven);
    checkProfileIsComplete();
    NamesReader namesReader = new NamesReader(settings.values());
    References references =
        new References(profile, namesReader.names(), storesReader.names(), offered);
    names = namesReader.read(references);
    stores = storesReader.read(new StoreSecrets(references, names));
  }

  private void merge(Layer layer) {
    settings.putAll(layer.settings());
    layer.settings().keySet().forEach(key -> saidBy.put(key, layer));
  }

  private static void checkGiven(Setting setting) {
    if (setting.value().isEmpty()) {
      throw setting.invalid("has no value");
    }
  }

  private void checkProfileIsComplete() {
    if (profile == null || !bool("profile.complete", false)) {
      return;
    }
    for (Setting setting : settings.values()) {
      boolean isName = KnownKeys.named(KnownKeys.SECRET, setting.key())
          .filter(key -> key.ending().isEmpty())
          .isPresent();
      if (isName && rank(setting.key()) == Layer.Rank.BASE) {
        throw setting.invalid("is set here only, and not by the profile " + profile
            + ", which profile.complete asks of it");
      }
    }
  }

  private Layer.@Nullable Rank rank(String key) {
    Layer layer = saidBy.get(key);
    return layer == null ? null : layer.rank();
  }

  Map<String, NamedSecret> names() {
    return names;
  }

  Map<String, StoreSettings> stores() {
    return stores;
  }

  /** The policy; one that was given to the builder whole stands above the files. */
  CachePolicy cache(@Nullable CachePolicy given) {
    CachePolicy policy = given == null ? CachePolicy.defaults() : given;
    for (Setting setting : settings.values()) {
      if (given == null || rank(setting.key()) == Layer.Rank.BUILDER) {
        policy = with(policy, setting);
      }
    }
    return policy;
  }

  private static CachePolicy with(CachePolicy policy, Setting setting) {
    return switch (setting.key()) {
      case "cache.ttl" -> policy.withTtl(Values.duration(setting, Duration.ofSeconds(1)));
      case "cache.stale-if-error" ->
        policy.withStaleIfError(Values.duration(setting, Duration.ZERO));
      case "cache.not-found-ttl" -> policy.withNotFoundTtl(Values.duration(setting, Duration.ZERO));
      case "cache.max-entries" -> policy.withMaxEntries(Values.count(setting));
      default -> policy;
    };
  }

  Duration callBudget() {
    return duration("call.budget", Values.SOME, DEFAULT_BUDGET);
  }

  Duration leaseGrace() {
    return duration("leases.grace", Duration.ZERO, DEFAULT_GRACE);
  }

  boolean revokeOnClose() {
    return bool("leases.revoke-on-close", true);
  }

  boolean auditHits() {
    return bool("audit.hits", false);
  }

  Allow allow() {
    return setting("allow").map(AllowRules::read).orElseGet(Allow::everything);
  }

  private Duration duration(String key, Duration least, Duration otherwise) {
    return setting(key).map(said -> Values.duration(said, least)).orElse(otherwise);
  }

  private boolean bool(String key, boolean otherwise) {
    return setting(key).map(Values::bool).orElse(otherwise);
  }

  private Optional<Setting> setting(String key) {
    return Optional.ofNullable(settings.get(key));
  }
}
