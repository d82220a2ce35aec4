package dev.keyturn.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values were refused, and how often of late: accounts are locked by those who knock too often.
 * Guarded by its owner's lock.
 */
final class Refusals {
  private static final int MOST = 8;
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private final Deque<Long> times = new ArrayDeque<>();
  private final List<Refused> values = new ArrayList<>();

  /** A value that was refused, and when it may be tried again. */
  private record Refused(Base base, long nextAt, Duration pause) {}

  void add(Base base, long now) {
    times.addLast(now);
    Refused before = find(base);
    Duration pause = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
    values.remove(before);
    values.add(new Refused(base, Nanos.plus(now, pause), pause));
  }

  boolean knows(Base base) {
    return find(base) != null;
  }

  /** When that value may be tried again; now if it was never refused. */
  long nextAt(Base base, long now) {
    Refused refused = find(base);
    return refused == null ? now : refused.nextAt();
  }

  /** When anything at all may be tried again. */
  long openAt(long now) {
    while (!times.isEmpty() && !Nanos.isBefore(now, Nanos.plus(times.getFirst(), WITHIN))) {
      times.removeFirst();
    }
    return times.size() < MOST ? now : Nanos.plus(times.getFirst(), WITHIN);
  }

  /** A value works: the doubt is over. How often we knocked is not forgotten. */
  void forgetValues() {
    values.clear();
  }

  private @Nullable Refused find(Base base) {
    for (Refused refused : values) {
      if (refused.base().given().hasSameValueAs(base.given())) {
        return refused;
      }
    }
    return null;
  }
}
