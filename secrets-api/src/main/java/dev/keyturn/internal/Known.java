package dev.keyturn.internal;

import org.jspecify.annotations.Nullable;

/** What an entry knows of its secret. Guarded by the entry's lock. */
final class Known {
  /** The last good answer, also after the store took it back: what comes next is compared with it. */
  @Nullable
  Good good;

  /** Whether the store has taken {@link #good} back, so that nobody may have it. */
  boolean gone;

  /** How the store failed last, if nothing else came of it since. */
  @Nullable
  Failure failure;

  /** Until when the store's word on the secret is remembered. */
  long forgottenAt;

  /** How long the secret is left alone; null if it did not fail, or only by the store's word. */
  @Nullable
  Pause pause;

  /** The one attempt under way. */
  @Nullable
  Flight flight;

  /** The last fetch that ended. */
  @Nullable
  Flight settled;

  /** Whether a lease has to be renewed before it is handed out. */
  boolean renewFirst;

  /** Whether the cache has let go of the entry. */
  boolean dead;

  /** What may be handed out if it is not too old; null if there is nothing. */
  @Nullable
  Good usable() {
    return gone ? null : good;
  }

  /** What may be handed out without a question; null if there is nothing. */
  @Nullable
  Good fresh(long now) {
    Good known = usable();
    return known != null && known.isFresh(now) ? known : null;
  }

  /** What may stand in while the store fails; null if there is nothing. */
  @Nullable
  Good standIn(long now) {
    Good known = usable();
    return !dead && known != null && known.mayStandIn(now) ? known : null;
  }

  /** Whether it lives by a lease that can be extended. */
  boolean isRenewable() {
    Good usable = usable();
    Held held = usable == null ? null : usable.held();
    return held != null && held.canBeRenewed();
  }

  /** What serves, marked stale while the store fails; null if there is nothing. */
  @Nullable
  Base serves(long now) {
    Good fresh = fresh(now);
    Good old = standIn(now);
    if (fresh != null || old == null) {
      return fresh == null ? null : fresh.base();
    }
    return failure == null ? old.base() : old.base().stale(failure.code());
  }

  /** What a fetch may be compared with; null to read the value whole. */
  @Nullable
  Good comparable(long now) {
    Good last = good;
    boolean old = last != null
        && !Nanos.isBefore(now, Nanos.plus(last.readAt(), Freshness.READ_AT_LEAST_EVERY));
    return last == null || old || last.held() != null ? null : last;
  }

  /** Whether the time for a refresh has come, or the value is no longer fresh. */
  boolean isDue(long now) {
    Good usable = usable();
    return usable != null
        && isQuiet()
        && !Nanos.isBefore(now, Nanos.earlier(usable.refreshAt(), usable.freshUntil()));
  }

  /** Whether it neither fails nor is being asked for. */
  boolean isQuiet() {
    return flight == null && failure == null;
  }
}
