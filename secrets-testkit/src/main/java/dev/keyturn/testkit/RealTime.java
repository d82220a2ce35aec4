package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The system's clock, for stores that talk to something real. */
final class RealTime implements TimeSource {
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
    Executor later = CompletableFuture.delayedExecutor(
        Nanos.plus(0, delay), TimeUnit.NANOSECONDS, this::execute);
    CompletableFuture<Void> timer = CompletableFuture.runAsync(task, later);
    return () -> timer.cancel(false);
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "testkit");
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
}
