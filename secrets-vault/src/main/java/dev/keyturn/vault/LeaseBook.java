package dev.keyturn.vault;

import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The leases that this store has given out: under which token each was made, and what it lasted for at
 * first. None is said to live longer than its token.
 */
final class LeaseBook {
  private final TimeSource time;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  LeaseBook(TimeSource time) {
    this.time = time;
  }

  /**
   * What the server granted.
   *
   * @param start when it was asked for
   */
  record Grant(String id, long start, Duration duration, boolean renewable) {
    /** {@return the duration, without the id} */
    @Override
    public String toString() {
      return "Grant[" + duration + "]";
    }
  }

  /**
   * One lease.
   *
   * @param first what was granted at first, to be asked for again
   */
  record Entry(SecretRef ref, Session session, Duration first, Grant last) {
    boolean isOver(long now) {
      return session.isOver(now) || now - last.start() >= last.duration().toNanos();
    }
  }

  /**
   * Takes a new one down.
   *
   * @throws StoreException UNAUTHENTICATED if its token was lost meanwhile, and the lease with it: whoever
   *     found that out did not see this one
   */
  Lease begin(SecretRef ref, Grant grant, Session session) throws StoreException {
    long now = time.nanos();
    entries.values().removeIf(entry -> entry.isOver(now)); // those that ended by themselves
    entries.put(grant.id(), new Entry(ref.withoutField(), session, grant.duration(), grant));
    if (session.isOver(now)) {
      forget(grant.id());
      throw Identity.gone();
    }
    return capped(grant, session);
  }

  /** Takes a renewal down. */
  Lease extend(Entry entry, Grant grant) {
    entries.put(grant.id(), new Entry(entry.ref(), entry.session(), entry.first(), grant));
    return capped(grant, entry.session());
  }

  private static Lease capped(Grant grant, Session session) {
    return new Lease(grant.id(), session.cap(grant.duration(), grant.start()), grant.renewable());
  }

  /** What is known of a lease; null if it has ended, or its token has. */
  @Nullable
  Entry find(Lease lease) {
    Entry entry = entries.get(lease.id());
    return entry == null || entry.session().isOver(time.nanos()) ? null : entry;
  }

  void forget(String id) {
    entries.remove(id);
  }

  /** Forgets what hung on a token that is gone. */
  List<SecretRef> forget(Session gone) {
    List<Entry> lost =
        entries.values().stream().filter(entry -> entry.session().equals(gone)).toList();
    entries.values().removeAll(lost);
    return lost.stream().map(Entry::ref).distinct().toList();
  }
}
