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
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor timers;
  private final ExecutorService threads = Threads.executor();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** Those given and not ended yet, whether a thread has begun them or not. */
  private int tasks;

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
    begin();
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException closed) {
      end();
      task.run(); // nothing but the telling of CLOSED is left to be done
    }
  }

  private void run(Runnable task) {
    Thread thread = Thread.currentThread();
    running.add(thread);
    try {
      task.run();
    } finally {
      running.remove(thread);
      end();
    }
  }

  private synchronized void begin() {
    tasks++;
  }

  private synchronized void end() {
    tasks--;
    notifyAll();
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
    try {
      awaitOthers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
  }

  private synchronized void awaitOthers() throws InterruptedException {
    int mine = running.contains(Thread.currentThread()) ? 1 : 0;
    long deadline = System.nanoTime() + LAST_MOMENT.toNanos();
    long left = LAST_MOMENT.toMillis();
    while (tasks > mine && left > 0) {
      wait(left);
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
  }
}
