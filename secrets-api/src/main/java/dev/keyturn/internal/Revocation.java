package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The ending of leases. A refusal is one warning, and no reason to fail. */
final class Revocation {
  private static final Duration AT_CLOSE = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(10);
  private static final int AT_A_TIME = 16;

  private final Core core;

  Revocation(Core core) {
    this.core = core;
  }

  /** Ends one lease while others go on. Blocks. */
  void revokeLater(StoreSlot slot, Lease lease) {
    String refusal = refusal(slot, lease, LATER);
    if (refusal != null) {
      warn(slot, refusal);
    }
  }

  /** Ends all, or gives up after 5 s. A store that refuses several for one reason is warned of once. */
  void revokeAll(List<Leases.Owned> leases) {
    if (leases.isEmpty()) {
      return;
    }
    Queue<Leases.Owned> queue = new ConcurrentLinkedQueue<>(leases);
    AtomicInteger living = new AtomicInteger(leases.size());
    AtomicInteger workers = new AtomicInteger(Math.min(AT_A_TIME, leases.size()));
    Set<String> said = ConcurrentHashMap.newKeySet();
    Signal all = new Signal();
    for (int i = workers.get(); i > 0; i--) {
      core.time.execute(() -> {
        revokeFrom(queue, living, said);
        if (workers.decrementAndGet() == 0) {
          all.set();
        }
      });
    }
    await(all);
    queue.clear();
    report(living.get());
  }

  private void revokeFrom(Queue<Leases.Owned> queue, AtomicInteger living, Set<String> said) {
    for (Leases.Owned lease = queue.poll(); lease != null; lease = queue.poll()) {
      String refusal = refusal(lease.slot(), lease.lease(), AT_CLOSE);
      if (refusal == null) {
        living.decrementAndGet();
      } else if (said.add(lease.slot().name() + ' ' + refusal)) {
        warn(lease.slot(), refusal);
      }
    }
  }

  private void await(Signal all) {
    try {
      all.await(core.time, AT_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(int living) {
    if (living > 0) {
      Core.LOG.log(
          System.Logger.Level.WARNING,
          () -> "Keyturn: leases not revoked, which end by themselves: " + living);
    }
  }

  /** Ends one lease; null if it is gone, else why it is not. */
  private static @Nullable String refusal(StoreSlot slot, Lease lease, Duration timeout) {
    if (!(slot.opened() instanceof LeasingStore store)) {
      return "it cannot revoke";
    }
    try {
      store.revoke(lease, timeout);
      return null;
    } catch (StoreException e) {
      return e.code() + ": " + Harmless.line(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return "interrupted";
    } catch (Throwable e) { // whatever a provider throws
      return e.getClass().getName();
    }
  }

  private static void warn(StoreSlot slot, String why) {
    Core.LOG.log(
        System.Logger.Level.WARNING,
        () -> "Keyturn: store " + slot.name() + " did not revoke a lease: " + why);
  }
}
