package dev.keyturn.aws;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch, and what was seen on the way. It goes with the thread, because the SDK asks for
 * credentials and connections in the middle of a call and hands nothing through to there.
 */
final class Deadline {
  private static final ThreadLocal<Deadline> CURRENT = new ThreadLocal<>();
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final TimeSource time;
  private final long end;
  private @Nullable Object login;
  private boolean answered;

  private Deadline(TimeSource time, Duration left) {
    this.time = time;
    this.end = time.nanos() + left.toNanos();
  }

  /** Work that calls the service. */
  @FunctionalInterface
  interface Work<T, X extends Exception> {
    T run() throws X, InterruptedException;
  }

  /** Runs work that has to be done within a time; within other such work, that one's goes on after it. */
  static <T, X extends Exception> T within(TimeSource time, Duration timeout, Work<T, X> work)
      throws X, InterruptedException {
    Deadline outer = CURRENT.get();
    CURRENT.set(new Deadline(time, timeout));
    try {
      return work.run();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  static Deadline current() {
    Deadline current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("a call outside of a fetch");
    }
    return current;
  }

  /** What is left; once it is over, a moment, in which any wait ends. */
  Duration left() {
    Duration left = Duration.ofNanos(end - time.nanos());
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  boolean isOver() {
    return end - time.nanos() <= 0;
  }

  /** Remembers with which login the call went out. */
  void used(Object usedLogin) {
    login = usedLogin;
  }

  @Nullable
  Object login() {
    return login;
  }

  /** Remembers that the service has sent something. */
  void answered() {
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }
}
