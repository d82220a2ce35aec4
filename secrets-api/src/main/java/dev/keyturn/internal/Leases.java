package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The leases that this process holds, each until it is revoked or ends by itself. While there is one, a
 * shutdown hook sees to it that none outlives the process for longer than need be.
 */
final class Leases {
  private final Core core;
  private final Revocation revocation;
  private final ExitHook hook;
  private final Map<String, Owned> owned = new HashMap<>();
  private boolean closed;

  Leases(Core core, Runnable closer) {
    this.core = core;
    this.revocation = new Revocation(core);
    this.hook = new ExitHook(closer);
  }

  /** One lease, and what is to be done when it ends. */
  record Owned(StoreSlot slot, Held held, TimeSource.Timer end, Entry pinned) {
    Lease lease() {
      return held.lease();
    }
  }

  /** A secret lives by this lease from now on; its entry stays in the cache as long. */
  void hold(Entry entry, Held held) {
    if (!own(entry, held)) {
      drop(entry.slot, held.lease()); // it came too late: nobody is left to see to it
    }
  }

  private boolean own(Entry entry, Held held) {
    if (!core.cache.pin(entry)) {
      return false;
    }
    String key = key(entry.slot, held.lease());
    boolean late;
    Owned before = null;
    synchronized (this) {
      late = closed;
      if (!late) {
        TimeSource.Timer end =
            core.time.schedule(Nanos.until(held.endsAt(), core.now()), () -> ended(key, held));
        before = owned.put(key, new Owned(entry.slot, held, end, entry));
        hookUp();
      }
    }
    release(before);
    if (late) {
      core.cache.unpin(entry);
    }
    return !late;
  }

  /** It ended by itself, unless it was extended at the same moment. */
  private void ended(String key, Held held) {
    Owned gone;
    synchronized (this) {
      gone = owned.get(key);
      if (gone == null || !gone.held().equals(held)) {
        return;
      }
      owned.remove(key);
      hookUp();
    }
    release(gone);
  }

  /** The same lease under the terms of its renewal. */
  void extended(Entry entry, Held before, Held now) {
    boolean owns = own(entry, now);
    if (!before.lease().id().equals(now.lease().id())) {
      forget(key(entry.slot, before.lease()));
      if (!owns) {
        drop(entry.slot, now.lease());
      }
    }
  }

  /** Another credential took its place: the old one is given a while, then revoked. */
  void replaced(Entry entry, Held old) {
    Duration grace = core.settings.leaseGrace();
    if (isCurrent(entry, old) || Nanos.until(old.endsAt(), core.now()).compareTo(grace) <= 0) {
      return;
    }
    core.time.schedule(grace, () -> {
      if (!isCurrent(entry, old) && forget(key(entry.slot, old.lease()))) {
        drop(entry.slot, old.lease());
      }
    });
  }

  /** A proxy between us and the store may answer twice with one lease. */
  private static boolean isCurrent(Entry entry, Held old) {
    Held held = entry.held();
    return held != null && held.lease().id().equals(old.lease().id());
  }

  /** An answer that nobody wants any more came with a lease. */
  void drop(StoreSlot slot, Lease lease) {
    core.time.execute(() -> revocation.revokeLater(slot, lease));
  }

  /** True if it was there. */
  private boolean forget(String key) {
    Owned gone;
    synchronized (this) {
      gone = owned.remove(key);
      hookUp();
    }
    release(gone);
    return gone != null;
  }

  private void release(@Nullable Owned gone) {
    if (gone != null) {
      gone.end().cancel();
      core.cache.unpin(gone.pinned());
    }
  }

  /**
   * Ends the logins of the stores and revokes all that is left, in 5 s at most; one line says how many
   * could not be. Who wants leases to outlive the process keeps the logins they hang on, and no other.
   */
  void close(Collection<StoreSlot> stores) {
    List<Owned> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(owned.values());
      owned.clear();
    }
    left.forEach(lease -> lease.end().cancel());
    if (core.settings.revokeOnClose()) {
      revocation.endAll(stores, left);
    } else {
      Set<StoreSlot> kept = left.stream().map(Owned::slot).collect(Collectors.toSet());
      revocation.endAll(stores.stream().filter(store -> !kept.contains(store)).toList(), List.of());
    }
    hook.set(false); // not before: a process that ends meanwhile is to wait for it
  }

  /** A hook stands exactly while there is something for it to do. */
  private void hookUp() {
    if (!closed) {
      hook.set(!owned.isEmpty() && core.settings.revokeOnClose());
    }
  }

  private static String key(StoreSlot slot, Lease lease) {
    return slot.name() + '\n' + lease.id();
  }
}
