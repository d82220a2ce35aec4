package dev.keyturn.vault;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;

/** The end of one fetch, which the calls that it takes share. */
final class Deadline {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final TimeSource time;
  private final long end;

  private Deadline(TimeSource time, long end) {
    this.time = time;
    this.end = end;
  }

  static Deadline in(TimeSource time, Duration timeout) {
    return new Deadline(time, time.nanos() + timeout.toNanos());
  }

  /** Another that ends no later than this one. */
  Deadline within(Duration most) {
    return left().compareTo(most) <= 0 ? this : in(time, most);
  }

  /** Half of what is left, for a call whose failure leaves something else to be done. */
  Duration half() {
    return left().dividedBy(2);
  }

  /** What is left; once it is over, a moment, in which any wait ends. */
  Duration left() {
    Duration left = Duration.ofNanos(end - time.nanos());
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  boolean isOver() {
    return end - time.nanos() <= 0;
  }
}
