package dev.keyturn.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which values were refused, and how often of late: accounts are locked by those who knock too often.
 * Guarded by its owner's lock.
 */
final class Refusals {
  private static final int MOST = 8;
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(32);

  /** A secret that nothing accepts is replaced now and then; not all it ever was is kept. */
  private static final int MOST_VALUES = 32;

  private final Deque<Long> times = new ArrayDeque<>();
  private final Deque<Refused> values = new ArrayDeque<>();

  /** A value that was refused, and when it may be tried again. */
  private record Refused(Base base, long nextAt, Duration pause) {}

  void add(Base base, long now) {
    times.addLast(now);
    Refused before = find(base);
    if (before != null) {
      values.remove(before);
    }
    Duration pause = before == null ? FIRST_PAUSE : longer(before.pause());
    values.addLast(new Refused(base, Nanos.plus(now, pause), pause));
    if (values.size() > MOST_VALUES) {
      values.removeFirst();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  boolean knows(Base base) {
    return find(base) != null;
  }

  /** When that value may be tried again; now if it was never refused. */
  long nextAt(Base base, long now) {
    Refused refused = find(base);
    return refused == null ? now : refused.nextAt();
  }

  /** Whether it may be tried as far as it is concerned: it was not refused, or its pause is over. */
  boolean isOpen(Base base, long now) {
    return !Nanos.isBefore(now, nextAt(base, now));
  }

  /** When anything at all may be tried again. */
  long openAt(long now) {
    forgetTimes(now);
    return times.size() < MOST ? now : Nanos.plus(times.getFirst(), WITHIN);
  }

  /** Whether nothing was refused of late. */
  boolean isEmpty(long now) {
    forgetTimes(now);
    return times.isEmpty() && values.isEmpty();
  }

  private void forgetTimes(long now) {
    while (!times.isEmpty() && !Nanos.isBefore(now, Nanos.plus(times.getFirst(), WITHIN))) {
      times.removeFirst();
    }
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
