package dev.keyturn.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a store that fails is left alone: a quarter of the time that it has failed, within bounds. */
final class Pauses {
  private static final double LEAST = Duration.ofMillis(1250).toNanos();
  private static final double MOST = Duration.ofSeconds(30).toNanos();

  /** A service that asks to be left alone for longer is asked again after this all the same. */
  private static final Duration MOST_RETRY_AFTER = Duration.ofMinutes(5);

  /** A failure after so long without one begins anew: nobody knows what was in between. */
  private static final Duration LONG_AGO = Duration.ofSeconds(90);

  private Pauses() {}

  /** The end of a pause that begins now. */
  static long end(long now, long since) {
    double least = least(now, since);
    double most = Math.max(LEAST, quarter(now, since)) * 1.1;
    return now + (long) ThreadLocalRandom.current().nextDouble(least, most);
  }

  /** Whether a pause that ends then is as good as a new one. */
  static boolean areEnough(long end, long now, long since) {
    return !Nanos.isBefore(end, now + (long) least(now, since));
  }

  private static double least(long now, long since) {
    return Math.max(LEAST, quarter(now, since) * 0.9);
  }

  private static double quarter(long now, long since) {
    return Math.min((now - since) / 4.0, MOST);
  }

  static Duration capped(@Nullable Duration retryAfter) {
    Duration asked = retryAfter == null ? Duration.ZERO : retryAfter;
    return asked.compareTo(MOST_RETRY_AFTER) < 0 ? asked : MOST_RETRY_AFTER;
  }

  static boolean isLongAgo(long point, long now) {
    return Nanos.isBefore(Nanos.plus(point, LONG_AGO), now);
  }

  /** Whether a failure now carries on what the pause was made for. */
  static boolean isSameStreak(Pause before, long now) {
    return !isLongAgo(before.until(), now);
  }
}
