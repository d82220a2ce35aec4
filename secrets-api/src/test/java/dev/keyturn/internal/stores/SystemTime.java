package dev.keyturn.internal.stores;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The system's own time, some way ahead if a test says so, on daemon threads. */
final class SystemTime implements TimeSource {
  volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public long nanos() {
    return System.nanoTime() + ahead.toNanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    CompletableFuture<Void> timer = CompletableFuture.runAsync(
        task,
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, this::execute));
    return () -> timer.cancel(false);
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = new Thread(task, "test");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      // it is done, however it ended
    }
  }
}
