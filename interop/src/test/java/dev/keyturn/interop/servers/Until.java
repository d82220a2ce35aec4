package dev.keyturn.interop.servers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what a server does in its own time. */
public final class Until {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private Until() {}

  /** Waits until something holds, and fails if it does not within a time. */
  public static void holds(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      passes(Duration.ofMillis(25));
    }
  }

  /** Lets time of the machine pass. */
  public static void passes(Duration time) throws InterruptedException {
    if (NEVER.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("this is never counted down");
    }
  }
}
