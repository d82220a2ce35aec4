package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the machine slept: the wall clock went on, the monotonic one did not. What was cached
 * then is older than it looks.
 */
final class Suspension {
  private static final Duration NOTABLE = Duration.ofSeconds(30);

  private final TimeSource time;
  private Instant wall;
  private long nanos;

  Suspension(TimeSource time) {
    this.time = time;
    this.wall = time.instant();
    this.nanos = time.nanos();
  }

  /** True once for each time that the wall clock has gained on the monotonic one. */
  synchronized boolean isOver() {
    Instant wallNow = time.instant();
    long nanosNow = time.nanos();
    Duration gained = Duration.between(wall, wallNow).minusNanos(nanosNow - nanos);
    wall = wallNow;
    nanos = nanosNow;
    return gained.compareTo(NOTABLE) > 0;
  }
}
