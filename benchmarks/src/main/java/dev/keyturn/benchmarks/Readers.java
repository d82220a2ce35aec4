package dev.keyturn.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Eight threads that read all the time, and what they met. */
final class Readers implements AutoCloseable {
  private static final int COUNT = 8;

  private final Contestant contestant;
  private final Duration pause;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();
  private volatile Latencies latencies = new Latencies();
  private volatile String seen = "";
  private volatile boolean over;

  /**
   * Starts them.
   *
   * @param pause between two reads of a thread; none makes them read as often as they can
   */
  Readers(Contestant contestant, Duration pause) {
    this.contestant = contestant;
    this.pause = pause;
    for (int i = 0; i < COUNT; i++) {
      Thread thread = new Thread(this::read, "reader-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void read() {
    while (!over) {
      long began = System.nanoTime();
      try {
        seen = contestant.get();
      } catch (Exception e) {
        failures.incrementAndGet();
      }
      latencies.add(System.nanoTime() - began);
      rest();
    }
    waits.addAndGet(waitsSoFar(Thread.currentThread()));
  }

  @SuppressWarnings("ThreadPriorityCheck") // who reads without a pause must let the others go on
  private void rest() {
    if (pause.isZero()) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** How often the thread has waited or been blocked; the virtual machine counts that for each. */
  private static long waitsSoFar(Thread thread) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ThreadInfo info = threads.getThreadInfo(thread.getId());
    return info.getWaitedCount() + info.getBlockedCount();
  }

  /** Forgets what was measured so far. */
  void forget() {
    latencies = new Latencies();
    failures.set(0);
  }

  Latencies latencies() {
    return latencies;
  }

  long failures() {
    return failures.get();
  }

  /** How often they waited for anything but their own pauses; known once they are closed. */
  long waits() {
    return waits.get();
  }

  /** The text that was read last. */
  String seen() {
    return seen;
  }

  /** Ends them, and waits until they have. */
  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
