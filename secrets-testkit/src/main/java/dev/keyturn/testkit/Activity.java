package dev.keyturn.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows which tasks are busy and which threads wait for a future.
 *
 * <p>It waits with {@code Object.wait} alone: an interrupted thread clears its flag only when it has the
 * monitor back, so that a woken thread is never taken for an idle one.
 */
final class Activity {
  private final Object lock = new Object();
  private final Set<Thread> tasks = new LinkedHashSet<>();
  private final Map<Thread, CompletableFuture<?>> waits = new HashMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Duration patience;
  private long started;

  /** Made with how long, in real time, a task may stay busy. */
  Activity(Duration patience) {
    this.patience = patience;
  }

  /** Runs a task on a thread of its own; it counts from now on. */
  void start(Runnable task) {
    Thread thread = new Thread(() -> run(task));
    thread.setDaemon(true);
    synchronized (lock) {
      thread.setName("manual-time-" + ++started);
      tasks.add(thread);
    }
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      ended(thread);
      throw e;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failed(e);
    } finally {
      ended(Thread.currentThread());
    }
  }

  private void ended(Thread thread) {
    synchronized (lock) {
      tasks.remove(thread);
      lock.notifyAll();
    }
  }

  /** Remembers what a task or timer threw. */
  void failed(Throwable failure) {
    synchronized (lock) {
      failures.add(failure);
      lock.notifyAll();
    }
  }

  /** Blocks until the future is done. */
  void await(CompletableFuture<?> done) throws InterruptedException {
    if (done.isDone()) {
      return;
    }
    var unused = done.whenComplete((value, failure) -> wake());
    Thread thread = Thread.currentThread();
    synchronized (lock) {
      waits.put(thread, done);
      lock.notifyAll();
      try {
        while (!done.isDone()) {
          lock.wait();
        }
      } finally {
        waits.remove(thread);
      }
    }
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  /** Refuses to let a task wait for all tasks. */
  void assertNoTask(Thread thread) {
    synchronized (lock) {
      if (tasks.contains(thread)) {
        throw new IllegalStateException("a task cannot wait for all tasks, itself among them");
      }
    }
  }

  /** Blocks until no task is busy and so many other threads wait for a future. */
  void settle(int callers) {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      try {
        while (failures.isEmpty() && !isSettled(callers)) {
          lock.wait(millisUntil(deadline, callers));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted; " + complaint(callers), e);
      }
      report();
    }
  }

  private long millisUntil(long deadline, int callers) {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) {
      throw new AssertionError(complaint(callers));
    }
    return millis;
  }

  private boolean isSettled(int callers) {
    return tasks.stream().allMatch(this::isIdle) && waitingCallers() >= callers;
  }

  /** A thread whose future is done, or that is interrupted, is on its way out of its wait. */
  private boolean isIdle(Thread thread) {
    CompletableFuture<?> awaited = waits.get(thread);
    return awaited != null && !awaited.isDone() && !thread.isInterrupted();
  }

  private long waitingCallers() {
    return waits.keySet().stream().filter(t -> !tasks.contains(t) && isIdle(t)).count();
  }

  private void report() {
    if (failures.isEmpty()) {
      return;
    }
    AssertionError error = new AssertionError("a task or timer threw", failures.get(0));
    failures.stream().skip(1).forEach(error::addSuppressed);
    failures.clear();
    throw error;
  }

  private String complaint(int callers) {
    List<Thread> busy = tasks.stream().filter(thread -> !isIdle(thread)).toList();
    return "%d of %d tasks still busy (one that waits must do so in TimeSource.await), %d of %d callers waiting"
            .formatted(busy.size(), tasks.size(), waitingCallers(), callers)
        + busy.stream().map(Activity::describe).collect(Collectors.joining());
  }

  private static String describe(Thread thread) {
    return "\n" + thread.getName() + " " + thread.getState()
        + Stream.of(thread.getStackTrace())
            .map(at -> "\n    at " + at)
            .collect(Collectors.joining());
  }
}
