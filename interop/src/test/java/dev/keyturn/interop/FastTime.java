package dev.keyturn.interop;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clock that runs several times as fast as the machine's. */
public final class FastTime implements TimeSource, AutoCloseable {
  private final int factor;
  private final Instant start = Instant.now();
  private final long origin = System.nanoTime();
  private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
    Thread thread = new Thread(task, "fast-timer");
    thread.setDaemon(true);
    return thread;
  });

  public FastTime(int factor) {
    this.factor = factor;
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos());
  }

  @Override
  public long nanos() {
    return (System.nanoTime() - origin) * factor;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> timer =
        timers.schedule(task, delay.toNanos() / factor, TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "fast");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.handle((value, failure) -> true).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
