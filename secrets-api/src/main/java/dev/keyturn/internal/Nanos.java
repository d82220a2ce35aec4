package dev.keyturn.internal;

import java.time.Duration;

/** Points on the monotonic clock. They wrap, so they are only ever compared by their difference. */
final class Nanos {
  /** Further away than anybody waits, near enough not to overflow. */
  private static final Duration FAR = Duration.ofDays(365L * 50);

  private Nanos() {}

  static long plus(long point, Duration duration) {
    return point + of(duration);
  }

  /** In nanoseconds; what is further away than anybody waits, or was ever, is as far as that. */
  static long of(Duration duration) {
    if (duration.compareTo(FAR) >= 0) {
      return FAR.toNanos();
    }
    return duration.compareTo(FAR.negated()) <= 0 ? -FAR.toNanos() : duration.toNanos();
  }

  static long far(long now) {
    return now + FAR.toNanos();
  }

  static boolean isBefore(long point, long other) {
    return point - other < 0;
  }

  static long earlier(long point, long other) {
    return isBefore(point, other) ? point : other;
  }

  static long later(long point, long other) {
    return isBefore(point, other) ? other : point;
  }

  /** How long until then; zero if it has passed. */
  static Duration until(long point, long now) {
    return Duration.ofNanos(Math.max(0, point - now));
  }
}
