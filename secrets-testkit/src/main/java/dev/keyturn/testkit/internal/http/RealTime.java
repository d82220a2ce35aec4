package dev.keyturn.testkit.internal.http;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's own time, for an emulator that was given no other. */
public final class RealTime implements TimeSource, AutoCloseable {
  private final ScheduledThreadPoolExecutor timers;
  private final ExecutorService threads;

  /**
   * Creates a time source with threads of its own.
   *
   * @param name what the threads are called
   */
  public RealTime(String name) {
    timers = new ScheduledThreadPoolExecutor(1, Daemons.named(name + "-timer"));
    timers.setRemoveOnCancelPolicy(true);
    threads = Executors.newCachedThreadPool(Daemons.named(name + "-late"));
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> timer = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      // however it ends: the one who waits looks for himself
    }
  }

  /** Drops what is still to come and ends the threads. */
  @Override
  public void close() {
    timers.shutdownNow();
    threads.shutdownNow();
  }
}
