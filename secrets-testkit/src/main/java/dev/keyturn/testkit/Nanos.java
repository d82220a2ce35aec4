package dev.keyturn.testkit;

import java.time.Duration;

/** Arithmetic that ends at the end of time instead of running over. */
final class Nanos {
  private Nanos() {}

  /** The instant so much later; a negative duration counts as none. */
  static long plus(long instant, Duration duration) {
    long nanos = duration.isNegative() ? 0 : saturated(duration);
    return nanos > Long.MAX_VALUE - instant ? Long.MAX_VALUE : instant + nanos;
  }

  private static long saturated(Duration duration) {
    boolean countable = duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0;
    return countable ? duration.toNanos() : Long.MAX_VALUE;
  }
}
