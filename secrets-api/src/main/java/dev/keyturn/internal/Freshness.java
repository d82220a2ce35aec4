package dev.keyturn.internal;

import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** From what a store says to the points at which something is to be done about it. */
final class Freshness {
  /** Past this age a value is read even where its store keeps saying that it is unchanged. */
  static final Duration READ_AT_LEAST_EVERY = Duration.ofHours(1);

  private static final double REFRESH_AT = 0.8;

  /** So that a fleet that was started together does not ask together. */
  private static final double JITTER = 0.1;

  private static final double RENEW_AT = 2.0 / 3;
  private static final Duration AFTER_ROTATION = Duration.ofSeconds(1);

  private Freshness() {}

  static Good of(
      Base base,
      Duration ttl,
      CachePolicy policy,
      boolean refuseExpired,
      long now,
      Instant wall,
      long readAt) {
    Duration fresh = untilExpiry(base.stored(), ttl, wall);
    long freshUntil = Nanos.plus(now, fresh);
    boolean ends = refuseExpired && base.stored().expiresAt().isPresent();
    long staleUntil = Nanos.plus(freshUntil, policy.staleIfError());
    if (ends) {
      Instant end = base.stored().expiresAt().orElse(wall);
      staleUntil = Nanos.earlier(staleUntil, Nanos.plus(now, Duration.between(wall, end)));
    }
    long refreshAt = refreshAt(base.stored(), fresh, now, wall);
    return new Good(base, readAt, refreshAt, freshUntil, staleUntil, null);
  }

  /** Past an end that the store states it is asked anew, however long the ttl is. */
  private static Duration untilExpiry(StoredSecret stored, Duration ttl, Instant wall) {
    Instant end = stored.expiresAt().orElse(null);
    boolean sooner = end != null && end.isAfter(wall) && end.isBefore(wall.plus(ttl));
    return sooner ? Duration.between(wall, end) : ttl;
  }

  /** A leased value is fresh as long as its lease lives, and not a moment longer. */
  static Good leased(Base base, Held held, long now, long readAt) {
    long renewAt = now + (long) (Math.max(0, held.endsAt() - now) * RENEW_AT);
    return new Good(base, readAt, renewAt, held.endsAt(), held.endsAt(), held);
  }

  private static long refreshAt(StoredSecret stored, Duration ttl, long now, Instant wall) {
    if (stored.isFixedVersion()) {
      return Nanos.far(now);
    }
    double share = REFRESH_AT - ThreadLocalRandom.current().nextDouble(JITTER);
    long ahead = now + (long) (Nanos.of(ttl) * share);
    Duration rotation = untilRotation(stored, wall);
    return rotation == null ? ahead : Nanos.earlier(ahead, Nanos.plus(now, rotation));
  }

  /** Just after the store's next rotation date; null if there is none to come. */
  private static @Nullable Duration untilRotation(StoredSecret stored, Instant wall) {
    Instant rotatesAt = stored.rotatesAt().orElse(null);
    if (rotatesAt == null || !rotatesAt.isAfter(wall)) {
      return null;
    }
    long spread = ThreadLocalRandom.current().nextLong(AFTER_ROTATION.toMillis());
    return Duration.between(wall, rotatesAt).plus(AFTER_ROTATION).plusMillis(spread);
  }
}
