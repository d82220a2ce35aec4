package dev.keyturn.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * The store behind all caches of a comparison: in memory, as slow as it is told, down or deaf when told.
 * Each cache sees it through its own kind of door; what comes through any of them is counted.
 */
final class Source {
  private int calls;
  private int version = 1;
  private Duration latency = Duration.ZERO;
  private boolean down;
  private boolean deaf;

  /** How many calls have begun. */
  synchronized int calls() {
    return calls;
  }

  /** How long each call takes. */
  synchronized void latency(Duration each) {
    latency = each;
  }

  /** Whether each call fails, at once. */
  synchronized void down(boolean now) {
    down = now;
  }

  /** Whether calls are taken and not answered, until this is taken back. */
  synchronized void deaf(boolean now) {
    deaf = now;
    notifyAll();
  }

  /** Makes a new version. */
  synchronized void rotate() {
    version++;
  }

  synchronized int version() {
    return version;
  }

  /** One call: waits as long as the store takes, then gives the version or fails. */
  synchronized int fetch() throws IOException {
    calls++;
    try {
      sit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("given up");
    }
    if (down) {
      throw new IOException("the store is down");
    }
    return version;
  }

  private void sit() throws InterruptedException {
    long until = System.nanoTime() + latency.toNanos();
    for (long left = latency.toNanos(); left > 0 && !deaf; left = until - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    while (deaf) {
      wait();
    }
  }

  /** What a version looks like: a secret of two fields. */
  static String text(int version) {
    return "{\"user\":\"app\",\"password\":\"" + version + "\"}";
  }
}
