package dev.keyturn.model;

import java.time.Duration;

/**
 * How long what a store said is used. Immutable.
 *
 * @see #defaults()
 */
public final class CachePolicy {
  private static final CachePolicy DEFAULTS =
      new CachePolicy(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(10), 10_000);
  private static final Duration MAX = Duration.ofDays(3650);

  private final Duration ttl;
  private final Duration staleIfError;
  private final Duration notFoundTtl;
  private final int maxEntries;

  private CachePolicy(Duration ttl, Duration staleIfError, Duration notFoundTtl, int maxEntries) {
    this.ttl = ttl;
    this.staleIfError = staleIfError;
    this.notFoundTtl = notFoundTtl;
    this.maxEntries = maxEntries;
  }

  /** {@return ttl 5 min, stale-if-error 1 h, not-found-ttl 10 s, 10,000 entries} */
  public static CachePolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Changes how long a value is fresh.
   *
   * @param ttl 1 s to ten years
   * @return a changed copy
   * @throws SecretsException {@code INVALID_CONFIGURATION} if it is out of range
   */
  public CachePolicy withTtl(Duration ttl) {
    return new CachePolicy(
        within("cache.ttl", ttl, Duration.ofSeconds(1)), staleIfError, notFoundTtl, maxEntries);
  }

  /**
   * Changes how long past its ttl a value may still be served while its store fails.
   *
   * @param staleIfError zero (never) to ten years
   * @return a changed copy
   * @throws SecretsException {@code INVALID_CONFIGURATION} if it is out of range
   */
  public CachePolicy withStaleIfError(Duration staleIfError) {
    return new CachePolicy(
        ttl, within("cache.stale-if-error", staleIfError, Duration.ZERO), notFoundTtl, maxEntries);
  }

  /**
   * Changes how long "not found" and "denied" are remembered.
   *
   * @param notFoundTtl zero (ask each time) to ten years
   * @return a changed copy
   * @throws SecretsException {@code INVALID_CONFIGURATION} if it is out of range
   */
  public CachePolicy withNotFoundTtl(Duration notFoundTtl) {
    return new CachePolicy(
        ttl, staleIfError, within("cache.not-found-ttl", notFoundTtl, Duration.ZERO), maxEntries);
  }

  /**
   * Changes how many secrets are kept. Those with a {@code LiveSecret}, a lease or a fetch under way
   * are kept beyond it.
   *
   * @param maxEntries 1 or more
   * @return a changed copy
   * @throws SecretsException {@code INVALID_CONFIGURATION} if it is less than 1
   */
  public CachePolicy withMaxEntries(int maxEntries) {
    if (maxEntries < 1) {
      throw invalid("cache.max-entries", "is less than 1");
    }
    return new CachePolicy(ttl, staleIfError, notFoundTtl, maxEntries);
  }

  /** {@return how long a value is fresh} */
  public Duration ttl() {
    return ttl;
  }

  /** {@return how long past its ttl a value may be served while its store fails} */
  public Duration staleIfError() {
    return staleIfError;
  }

  /** {@return how long "not found" and "denied" are remembered} */
  public Duration notFoundTtl() {
    return notFoundTtl;
  }

  /** {@return how many secrets are kept} */
  public int maxEntries() {
    return maxEntries;
  }

  @Override
  public String toString() {
    return "CachePolicy[ttl " + ttl + ", stale-if-error " + staleIfError + ", not-found-ttl "
        + notFoundTtl + ", max-entries " + maxEntries + "]";
  }

  private static Duration within(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw invalid(key, "is less than " + least.toSeconds() + " s");
    }
    if (value.compareTo(MAX) > 0) {
      throw invalid(key, "is more than ten years");
    }
    return value;
  }

  private static SecretsException invalid(String key, String why) {
    return SecretsException.of(ErrorCode.INVALID_CONFIGURATION, null, key + " " + why);
  }
}
