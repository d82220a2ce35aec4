package dev.keyturn.testkit;

import static java.util.Objects.requireNonNull;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The pauses that fetches make, which end early when the store is closed. */
final class Delays {
  private enum End {
    OVER,
    CLOSED
  }

  private final TimeSource time;
  private final Map<Thread, CompletableFuture<End>> underWay = new ConcurrentHashMap<>();

  Delays(TimeSource time) {
    this.time = time;
  }

  /** Lets the calling thread's pause begin; from now on {@link #end} ends it. */
  void begin() {
    underWay.put(Thread.currentThread(), new CompletableFuture<>());
  }

  /** Waits for so long, but no longer than the fetch may take. */
  void sit(Duration delay, Duration timeout) throws StoreException, InterruptedException {
    CompletableFuture<End> end = requireNonNull(underWay.get(Thread.currentThread()), "begun");
    boolean late = delay.compareTo(timeout) > 0;
    try {
      if (!delay.isZero() && waitFor(end, late ? timeout : delay) == End.CLOSED) {
        throw new StoreException(ErrorCode.UNAVAILABLE, "the store was closed meanwhile");
      }
    } finally {
      underWay.remove(Thread.currentThread());
    }
    if (late) {
      throw new StoreException(ErrorCode.TIMEOUT, "the test's delay is longer than the time left");
    }
  }

  private End waitFor(CompletableFuture<End> end, Duration pause) throws InterruptedException {
    TimeSource.Timer timer = time.schedule(pause, () -> end.complete(End.OVER));
    try {
      time.await(end);
      return end.join();
    } finally {
      timer.cancel();
    }
  }

  void end() {
    underWay.values().forEach(end -> end.complete(End.CLOSED));
  }
}
