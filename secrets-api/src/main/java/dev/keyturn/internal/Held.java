package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import java.time.Duration;

/**
 * A lease that this process holds.
 *
 * @param lease as the store last granted it
 * @param wanted the duration of the first grant, asked for at each renewal
 * @param endsAt when it ends, on the monotonic clock
 * @param last whether the store granted less than was asked for: it will not extend it again
 * @param used whether the credential was read in the time before the last renewal
 */
record Held(Lease lease, Duration wanted, long endsAt, boolean last, boolean used) {
  /** A store may round down; only what is shorter by more than that is a last grant. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  static Held first(Lease lease, long askedAt) {
    return new Held(lease, lease.duration(), Nanos.plus(askedAt, lease.duration()), false, false);
  }

  Held renewed(Lease granted, long askedAt, boolean usedMeanwhile) {
    boolean shorter = granted.duration().plus(ROUNDING).compareTo(wanted) < 0;
    return new Held(
        granted, wanted, Nanos.plus(askedAt, granted.duration()), shorter, usedMeanwhile);
  }

  /** The same, past being extended. */
  Held ending() {
    return new Held(lease, wanted, endsAt, true, used);
  }

  boolean canBeRenewed() {
    return lease.renewable() && !last;
  }
}
