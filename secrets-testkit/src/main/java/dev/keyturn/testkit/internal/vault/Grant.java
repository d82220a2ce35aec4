package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How long something is let live, and what is said if that is less than was asked for.
 *
 * @param lifetime how long
 * @param warnings at most one
 */
record Grant(Duration lifetime, List<String> warnings) {
  /**
   * What is left of something, in whole seconds.
   *
   * @param issued when it began
   * @param most how long it may last
   * @param now when that is asked
   */
  static Duration left(Instant issued, Duration most, Instant now) {
    return Duration.between(
        now.truncatedTo(ChronoUnit.SECONDS),
        issued.truncatedTo(ChronoUnit.SECONDS).plus(most));
  }

  /**
   * Grants no more than a bound.
   *
   * @param asked how long it should live
   * @param bound how long it may
   */
  static Grant of(Duration asked, Duration bound) {
    if (asked.compareTo(bound) <= 0) {
      return new Grant(asked, List.of());
    }
    String text = "TTL of \"" + Spans.brief(asked) + "\" exceeded the effective max_ttl of \""
        + Spans.brief(bound) + "\"; TTL value is capped accordingly";
    return new Grant(bound, List.of(text));
  }
}
