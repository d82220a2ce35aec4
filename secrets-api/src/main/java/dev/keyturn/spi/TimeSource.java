package dev.keyturn.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * The one seam for time: the clock, the timers, the threads and the waits. Nothing else in the library
 * reads a clock or blocks, so that a test which advances a {@code TimeSource} by hand sees every effect
 * of it. All methods may be called from any thread.
 */
public interface TimeSource {
  /** {@return the wall clock} */
  Instant instant();

  /** {@return nanoseconds that never run backwards, from an arbitrary origin} */
  long nanos();

  /**
   * Runs a task later, on a thread that all timers share; the task must not block.
   *
   * @param delay how long from now; zero or less for at once
   * @param task what to run
   * @return the timer, to be cancelled when it is no longer needed
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Runs a task now, on a thread of its own; the task may block.
   *
   * @param task what to run
   */
  void execute(Runnable task);

  /**
   * Blocks until a future is done, however it ends. The engine has no other wait, and always sees to it
   * that a timer ends this one.
   *
   * @param done what to wait for
   * @throws InterruptedException if the thread is interrupted
   */
  void await(CompletableFuture<?> done) throws InterruptedException;

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Cancels the task unless it has begun. Does not wait for it. */
    void cancel();
  }
}
