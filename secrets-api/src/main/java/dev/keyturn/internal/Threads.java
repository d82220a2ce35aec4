package dev.keyturn.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the engine's threads come from. */
final class Threads {
  /** From here on a virtual thread that blocks in a monitor does not pin its carrier (JEP 491). */
  private static final int MONITORS_DO_NOT_PIN = 24;

  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  static ExecutorService executor() {
    return Runtime.version().feature() >= MONITORS_DO_NOT_PIN ? virtual() : platform();
  }

  private static ExecutorService virtual() {
    try {
      return (ExecutorService) MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class))
          .invoke();
    } catch (Throwable e) {
      throw new LinkageError("virtual threads are missing on this Java", e);
    }
  }

  private static ExecutorService platform() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> daemon(task, "keyturn-" + count.incrementAndGet()));
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
