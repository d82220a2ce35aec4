package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
      warn(slot, "did not revoke a lease", refusal);
    }
  }

  /**
   * Ends the logins of the stores, then what leases they leave, or gives up after 5 s. A store that
   * refuses several for one reason is warned of once.
   */
  void endAll(Collection<StoreSlot> stores, List<Leases.Owned> leases) {
    long end = Nanos.plus(core.now(), AT_CLOSE);
    AtomicInteger living = new AtomicInteger(leases.size());
    Set<String> said = ConcurrentHashMap.newKeySet();
    Queue<Leases.Owned> left = new ConcurrentLinkedQueue<>();
    List<StoreSlot> leasing =
        stores.stream().filter(slot -> slot.opened() instanceof LeasingStore).toList();
    each(leasing, end, slot -> {
      List<Leases.Owned> held =
          leases.stream().filter(l -> l.slot().equals(slot)).toList();
      List<Leases.Owned> rest = logOut(slot, held, said);
      living.addAndGet(rest.size() - held.size());
      left.addAll(rest);
    });
    each(List.copyOf(left), end, lease -> {
      String refusal = refusal(lease.slot(), lease.lease(), AT_CLOSE);
      if (refusal == null) {
        living.decrementAndGet();
      } else if (said.add(lease.slot().name() + ' ' + refusal)) {
        warn(lease.slot(), "did not revoke a lease", refusal);
      }
    });
    report(living.get());
  }

  /** Ends the login of a store; gives back the leases that do not end with it. */
  private static List<Leases.Owned> logOut(
      StoreSlot slot, List<Leases.Owned> held, Set<String> said) {
    if (!(slot.opened() instanceof LeasingStore store)) {
      return held;
    }
    Collection<Lease> leases = held.stream().map(Leases.Owned::lease).toList();
    try {
      Set<Lease> rest = Set.copyOf(store.logOut(leases, AT_CLOSE));
      return held.stream().filter(lease -> rest.contains(lease.lease())).toList();
    } catch (Throwable e) { // whatever a provider throws
      if (said.add(slot.name())) {
        warn(slot, "did not log out", why(e));
      }
      return held;
    }
  }

  /** Does something with each, with several at a time, until the end at most. */
  private <T> void each(Collection<T> all, long end, Consumer<T> action) {
    Queue<T> queue = new ConcurrentLinkedQueue<>(all);
    AtomicInteger workers = new AtomicInteger(Math.min(AT_A_TIME, all.size()));
    Signal done = new Signal();
    for (int i = workers.get(); i > 0; i--) {
      core.time.execute(() -> {
        for (T next = queue.poll(); next != null; next = queue.poll()) {
          action.accept(next);
        }
        if (workers.decrementAndGet() == 0) {
          done.set();
        }
      });
    }
    if (!all.isEmpty()) {
      await(done, Nanos.until(end, core.now()));
      queue.clear();
    }
  }

  private void await(Signal done, Duration most) {
    try {
      done.await(core.time, most);
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
    } catch (Throwable e) { // whatever a provider throws
      return why(e);
    }
  }

  private static String why(Throwable thrown) {
    if (thrown instanceof StoreException e) {
      return e.code() + ": " + Harmless.line(String.valueOf(e.getMessage()));
    }
    return thrown instanceof InterruptedException
        ? "interrupted"
        : thrown.getClass().getName();
  }

  private static void warn(StoreSlot slot, String what, String why) {
    Core.LOG.log(
        System.Logger.Level.WARNING,
        () -> "Keyturn: store " + slot.name() + " " + what + ": " + why);
  }
}
