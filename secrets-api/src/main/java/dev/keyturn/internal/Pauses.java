package dev.keyturn.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a store that fails is left alone: a quarter of the time that it has failed, within bounds. */
final class Pauses {
  private static final long LEAST = Duration.ofMillis(1250).toNanos();
  private static final long MOST = Duration.ofSeconds(30).toNanos();

  /** A service that asks to be left alone for longer is asked again after this all the same. */
  private static final Duration MOST_RETRY_AFTER = Duration.ofMinutes(5);

  /** A failure after so long without one begins anew: nobody knows what was in between. */
  private static final Duration LONG_AGO = Duration.ofSeconds(90);

  private Pauses() {}

  /** The end of a pause that begins now. */
  static long end(long now, long since) {
    long most = Math.max(LEAST, quarter(now, since)) / 10 * 11;
    return now + ThreadLocalRandom.current().nextLong(least(now, since), most);
  }

  /** Whether a pause that ends then is as good as a new one. */
  static boolean areEnough(long end, long now, long since) {
    return !Nanos.isBefore(end, now + least(now, since));
  }

  private static long least(long now, long since) {
    return Math.max(LEAST, quarter(now, since) / 10 * 9);
  }

  private static long quarter(long now, long since) {
    return Math.min((now - since) / 4, MOST);
  }

  static Duration capped(@Nullable Duration retryAfter) {
    Duration asked = retryAfter == null ? Duration.ZERO : retryAfter;
    return asked.compareTo(MOST_RETRY_AFTER) < 0 ? asked : MOST_RETRY_AFTER;
  }

  static boolean isLongAgo(long point, long now) {
    return Nanos.isBefore(Nanos.plus(point, LONG_AGO), now);
  }

  /** When a secret that fails now began to: it carries on what its last pause was made for, or not. */
  static long since(@Nullable Pause before, long askedAt, long now) {
    return before == null || isLongAgo(before.until(), now) ? askedAt : before.since();
  }
}
