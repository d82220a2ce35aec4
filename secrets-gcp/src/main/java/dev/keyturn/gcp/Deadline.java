package dev.keyturn.gcp;

import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch. It goes with the thread, because the SDK asks for credentials and connections in
 * the middle of a call and hands nothing through to there.
 */
final class Deadline {
  private static final ThreadLocal<Deadline> CURRENT = new ThreadLocal<>();

  private final TimeSource time;
  private final long end;
  private @Nullable Object login;

  private Deadline(TimeSource time, Duration left) {
    this.time = time;
    this.end = time.nanos() + left.toNanos();
  }

  /** What a fetch does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws StoreException, InterruptedException;
  }

  static <T> T within(TimeSource time, Duration timeout, Work<T> work)
      throws StoreException, InterruptedException {
    Deadline outer = CURRENT.get();
    CURRENT.set(new Deadline(time, timeout));
    try {
      return work.run();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer); // this was the fetch of a credential for another
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

  /** What is left, perhaps nothing. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - time.nanos()));
  }

  /** Remembers with which login the call goes out. */
  void use(Object usedLogin) {
    login = usedLogin;
  }

  @Nullable
  Object login() {
    return login;
  }
}
