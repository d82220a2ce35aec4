package dev.keyturn.model;

import java.time.Duration;
import java.util.Objects;

/**
 * A credential's time to live that its store can end or extend, as Vault's dynamic secrets have.
 *
 * @param id the store's name for the lease; whoever may revoke leases can do so with it, so it is not
 *     shown by {@link #toString()}
 * @param duration how long the lease runs, counted from the request that was answered with it
 * @param renewable whether the store says that it can be extended
 */
public record Lease(String id, Duration duration, boolean renewable) {
  /**
   * Checks what the store said.
   *
   * @param id the store's name for the lease
   * @param duration zero or more
   * @param renewable whether it can be extended
   * @throws IllegalArgumentException if the duration is negative
   */
  public Lease {
    Objects.requireNonNull(id, "id");
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a lease of negative duration");
    }
  }

  /** {@return the duration and whether it can be renewed, without the id} */
  @Override
  public String toString() {
    return "Lease[" + duration + (renewable ? ", renewable]" : "]");
  }
}
