package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The leases that this process holds, each until it is revoked or ends by itself. While there is one, a
 * shutdown hook sees to it that none outlives the process for longer than need be.
 */
final class Leases {
  private static final Duration AT_CLOSE = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final Core core;
  private final Runnable closer;
  private final Map<String, Owned> owned = new HashMap<>();
  private @Nullable Thread hook;

  Leases(Core core, Runnable closer) {
    this.core = core;
    this.closer = closer;
  }

  /** One lease, and what is to be done when it ends. */
  private record Owned(
      StoreSlot slot,
      Lease lease,
      TimeSource.Timer end,
      @Nullable Entry pinned) {}

  /** A secret lives by this lease from now on; its entry stays in the cache as long. */
  void hold(Entry entry, Held held) {
    if (core.cache.pin(entry)) {
      own(entry.slot, held, entry);
    }
  }

  private void own(StoreSlot slot, Held held, @Nullable Entry pinned) {
    Duration left = Nanos.until(held.endsAt(), core.now());
    String key = key(slot, held.lease());
    synchronized (this) {
      TimeSource.Timer end = core.time.schedule(left, () -> forget(key));
      release(owned.put(key, new Owned(slot, held.lease(), end, pinned)));
      hookUp();
    }
  }

  /** The same lease under the terms of its renewal. */
  void extended(StoreSlot slot, Held before, Held now) {
    Entry pinned;
    synchronized (this) {
      Owned old = owned.remove(key(slot, before.lease()));
      pinned = old == null ? null : old.pinned();
      if (old != null) {
        old.end().cancel();
      }
    }
    own(slot, now, pinned);
  }

  /** Another credential took its place: the old one is given a while, then revoked. */
  void replaced(Entry entry, Held old) {
    StoreSlot slot = entry.slot;
    Duration grace = core.settings.leaseGrace();
    if (Nanos.until(old.endsAt(), core.now()).compareTo(grace) > 0) {
      core.time.schedule(grace, () -> core.time.execute(() -> end(slot, old.lease(), LATER)));
    }
  }

  /** An answer that nobody wants any more came with a lease. */
  void drop(StoreSlot slot, Lease lease) {
    end(slot, lease, LATER);
  }

  private boolean end(StoreSlot slot, Lease lease, Duration timeout) {
    forget(key(slot, lease));
    return revoke(slot, lease, timeout);
  }

  /** True if the lease is gone. A refusal is one warning, and no reason to fail. */
  private static boolean revoke(StoreSlot slot, Lease lease, Duration timeout) {
    if (!(slot.opened() instanceof LeasingStore store)) {
      return false;
    }
    try {
      store.revoke(lease, timeout);
      return true;
    } catch (StoreException e) {
      warn(slot, e.code() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      warn(slot, e.getClass().getName());
    }
    return false;
  }

  private static void warn(StoreSlot slot, String why) {
    Core.LOG.log(
        System.Logger.Level.WARNING,
        () -> "Keyturn: store " + slot.name() + " did not revoke a lease: " + why);
  }

  private void forget(String key) {
    Owned gone;
    synchronized (this) {
      gone = owned.remove(key);
      hookUp();
    }
    release(gone);
  }

  private void release(@Nullable Owned gone) {
    if (gone != null) {
      gone.end().cancel();
      if (gone.pinned() != null) {
        core.cache.unpin(gone.pinned());
      }
    }
  }

  /** Revokes all that is left, in 5 s at most; one line says how many could not be. */
  void close() {
    List<Owned> left;
    synchronized (this) {
      left = new ArrayList<>(owned.values());
      owned.clear();
      hookUp();
    }
    left.forEach(lease -> lease.end().cancel());
    if (left.isEmpty() || !core.settings.revokeOnClose()) {
      return;
    }
    AtomicInteger living = new AtomicInteger(left.size());
    revokeAll(left, living);
    if (living.get() > 0) {
      Core.LOG.log(
          System.Logger.Level.WARNING,
          () -> "Keyturn: " + living.get() + " leases were not revoked and end by themselves");
    }
  }

  private void revokeAll(List<Owned> left, AtomicInteger living) {
    AtomicInteger pending = new AtomicInteger(left.size());
    Signal all = new Signal();
    for (Owned lease : left) {
      core.time.execute(() -> {
        if (revoke(lease.slot(), lease.lease(), AT_CLOSE)) {
          living.decrementAndGet();
        }
        if (pending.decrementAndGet() == 0) {
          all.set();
        }
      });
    }
    try {
      all.await(core.time, AT_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A hook stands exactly while there is something for it to do. */
  private void hookUp() {
    boolean needed = !owned.isEmpty() && core.settings.revokeOnClose();
    try {
      if (needed && hook == null) {
        hook = Threads.daemon(closer, "keyturn-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
      } else if (!needed && hook != null) {
        Thread gone = hook;
        hook = null;
        Runtime.getRuntime().removeShutdownHook(gone);
      }
    } catch (IllegalStateException shuttingDown) {
      // The hook is running, or it is too late for one.
    }
  }

  private static String key(StoreSlot slot, Lease lease) {
    return slot.name() + '\n' + lease.id();
  }
}
