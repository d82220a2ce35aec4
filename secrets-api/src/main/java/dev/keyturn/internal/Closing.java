package dev.keyturn.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end, in its order: callers, timers, leases, stores, threads. */
final class Closing implements Runnable {
  private static final Duration FOR_A_STORE = Duration.ofSeconds(1);

  private final Core core;
  private final StoreRegistry registry;
  private final @Nullable SystemTime ownTime;
  private final Signal ended = new Signal();
  private @Nullable Thread closer;

  Closing(Core core, StoreRegistry registry, @Nullable SystemTime ownTime) {
    this.core = core;
    this.registry = registry;
    this.ownTime = ownTime;
  }

  /** Ends everything; a second caller returns when the first has done so. */
  @Override
  public void run() {
    if (begins()) {
      try {
        closeUninterrupted();
      } finally {
        ended.set();
      }
    } else if (!Thread.currentThread().equals(closer)) {
      awaitEnd();
    }
  }

  private synchronized boolean begins() {
    boolean first = closer == null;
    closer = first ? Thread.currentThread() : closer;
    return first;
  }

  private void awaitEnd() {
    try {
      ended.await(core.time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An interrupt must not leave leases behind. */
  private void closeUninterrupted() {
    boolean interrupted = Thread.interrupted();
    close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    core.markClosed();
    try {
      closeInOrder();
    } finally {
      if (ownTime != null) {
        ownTime.close();
      }
    }
  }

  private void closeInOrder() {
    core.cache.entries().forEach(Entry::close);
    registry.slots().forEach(StoreSlot::stop);
    core.leases.close(registry.slots());
    registry.closingOrder().forEach(this::close);
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
