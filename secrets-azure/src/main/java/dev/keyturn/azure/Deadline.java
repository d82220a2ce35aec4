package dev.keyturn.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch or login, and what was seen on the way. It goes with the threads that work on it,
 * because the SDK asks for credentials and connections in the middle of a call and hands nothing through.
 */
final class Deadline {
  private static final ThreadLocal<Deadline> CURRENT = new ThreadLocal<>();
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final HttpHeaders NONE = new HttpHeaders();

  private final TimeSource time;
  private final long end;
  private volatile @Nullable AccessToken token;
  private volatile int status;
  private volatile HttpHeaders headers = NONE;
  private volatile String refusal = "";

  private Deadline(TimeSource time, Duration left) {
    this.time = time;
    this.end = time.nanos() + left.toNanos();
  }

  /** Work that calls a service. */
  @FunctionalInterface
  interface Work<T, X extends Exception> {
    T run(Deadline deadline) throws X, InterruptedException;
  }

  /** Runs work that has to be done within a time. */
  static <T, X extends Exception> T within(TimeSource time, Duration timeout, Work<T, X> work)
      throws X, InterruptedException {
    Deadline deadline = new Deadline(time, timeout);
    CURRENT.set(deadline);
    try {
      return work.run(deadline);
    } finally {
      CURRENT.remove();
    }
  }

  static Deadline current() {
    Deadline current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("a call outside of a fetch");
    }
    return current;
  }

  /** Makes a task part of the work that hands it to another thread. */
  static Runnable carriedBy(Runnable task) {
    Deadline carried = CURRENT.get();
    if (carried == null) {
      return task;
    }
    return () -> {
      CURRENT.set(carried);
      try {
        task.run();
      } finally {
        CURRENT.remove();
      }
    };
  }

  /** What is left; once it is over, a moment, in which any wait ends. */
  Duration left() {
    Duration left = Duration.ofNanos(end - time.nanos());
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  boolean isOver() {
    return end - time.nanos() <= 0;
  }

  /** Remembers with which token the call went out. */
  void used(AccessToken usedToken) {
    token = usedToken;
  }

  @Nullable
  AccessToken token() {
    return token;
  }

  /** Remembers the head of the last answer. */
  void answered(int lastStatus, HttpHeaders lastHeaders) {
    status = lastStatus;
    headers = lastHeaders;
  }

  boolean isAnswered() {
    return status != 0;
  }

  /** The status of the last answer, 0 if there was none. */
  int status() {
    return status;
  }

  Optional<String> header(HttpHeaderName name) {
    return Optional.ofNullable(headers.getValue(name));
  }

  /** Remembers by what number Entra ID refused. */
  void refused(String number) {
    refusal = number;
  }

  /** The number, empty if there was none. */
  String refusal() {
    return refusal;
  }
}
