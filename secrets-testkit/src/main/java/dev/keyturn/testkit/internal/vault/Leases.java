package dev.keyturn.testkit.internal.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is lent. What cannot be taken back in time is kept, and tried again. */
final class Leases {
  private final Map<String, Lease> byId = new LinkedHashMap<>();

  void add(Lease lease) {
    byId.put(lease.id, lease);
  }

  @Nullable
  Lease find(String id) {
    return byId.get(id);
  }

  /** Takes one back; nothing if it is unknown. */
  void revoke(String id) {
    Lease lease = byId.get(id);
    if (lease != null) {
      lease.lent.end();
      byId.remove(id);
    }
  }

  /** Takes back all whose id begins so. */
  void revokePrefix(Namespace namespace, String prefix) {
    for (Lease lease : select(namespace)) {
      if (lease.id.startsWith(prefix)) {
        revoke(lease.id);
      }
    }
  }

  List<Lease> select(Namespace namespace) {
    List<Lease> found = new ArrayList<>(byId.values());
    found.removeIf(lease -> !lease.namespace.equals(namespace));
    return found;
  }

  /** The ids of all. */
  List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  /** Takes back what a token that has ended was lent. */
  void endOf(Token token, Instant now) {
    byId.values().forEach(lease -> {
      if (lease.owner.equals(token)) {
        lease.expire(now);
      }
    });
    sweep(now);
  }

  /** Takes back what is due, as far as that is possible. */
  void sweep(Instant now) {
    Predicate<Lease> gone = lease -> lease.isOver(now) && end(lease);
    byId.values().removeIf(gone);
  }

  private static boolean end(Lease lease) {
    try {
      lease.lent.end();
      return true;
    } catch (VaultError e) {
      return false; // the next sweep tries again
    }
  }
}
