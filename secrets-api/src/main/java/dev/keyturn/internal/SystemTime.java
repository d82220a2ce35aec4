package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The system's clock, one timer thread, and threads on demand. All threads are daemons. After {@link
 * #close()} nothing begins any more.
 */
final class SystemTime implements TimeSource, AutoCloseable {
  private static final long LAST_MOMENT_SECONDS = 1;

  private final ScheduledThreadPoolExecutor timers;
  private final ExecutorService threads = Threads.executor();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  SystemTime() {
    timers = new ScheduledThreadPoolExecutor(1, task -> Threads.daemon(task, "keyturn-timer"));
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
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
    try {
      Future<?> timer = timers.schedule(task, Nanos.of(delay), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException closed) {
      task.run(); // nothing but the telling of CLOSED is left to be done
    }
  }

  private void run(Runnable task) {
    running.add(Thread.currentThread());
    try {
      task.run();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      // How it ended is the waiter's to ask; here it only matters that it did.
    }
  }

  /** Ends the threads: they have a second to end by themselves, then they are interrupted. */
  @Override
  public void close() {
    timers.shutdownNow();
    threads.shutdown();
    boolean inside = running.contains(Thread.currentThread());
    try {
      if (inside || !threads.awaitTermination(LAST_MOMENT_SECONDS, TimeUnit.SECONDS)) {
        interruptOthers();
      }
    } catch (InterruptedException e) {
      interruptOthers();
      Thread.currentThread().interrupt();
    }
  }

  private void interruptOthers() {
    running.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
  }
}
