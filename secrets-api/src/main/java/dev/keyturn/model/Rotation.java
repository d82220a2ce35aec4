package dev.keyturn.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A secret got a new version, or another value under the same version. It speaks of the whole secret,
 * also where a listener asked for one field of it.
 *
 * @param ref the secret, without a field
 * @param from the version that was current; where several rotations were merged, before the first
 * @param to the version that is current now; equal to {@code from} where the store gave the number
 *     out twice
 * @param at when it was seen here
 */
public record Rotation(SecretRef ref, String from, String to, Instant at) {
  /**
   * Checks that nothing is missing.
   *
   * @param ref the secret
   * @param from the version before
   * @param to the version now
   * @param at when it was seen
   */
  public Rotation {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(at, "at");
  }
}
