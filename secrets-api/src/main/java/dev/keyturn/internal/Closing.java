package dev.keyturn.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The end, in its order: callers, timers, leases, stores, threads. */
final class Closing implements Runnable {
  private static final Duration FOR_A_STORE = Duration.ofSeconds(1);

  private final Core core;
  private final StoreRegistry registry;
  private final @Nullable SystemTime ownTime;
  private final AtomicBoolean begun = new AtomicBoolean();

  Closing(Core core, StoreRegistry registry, @Nullable SystemTime ownTime) {
    this.core = core;
    this.registry = registry;
    this.ownTime = ownTime;
  }

  @Override
  public void run() {
    if (begun.getAndSet(true)) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // an interrupt must not leave leases behind
    core.markClosed();
    core.cache.entries().forEach(Entry::close);
    registry.slots().forEach(StoreSlot::stop);
    core.leases.close();
    registry.closingOrder().forEach(this::close);
    if (ownTime != null) {
      ownTime.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(StoreSlot slot) {
    Signal closed = new Signal();
    core.time.execute(() -> {
      try {
        slot.close();
      } finally {
        closed.set();
      }
    });
    try {
      closed.await(core.time, FOR_A_STORE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
