package dev.keyturn.internal;

import dev.keyturn.model.SecretsObserver.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants.
 *
 * @param deadline until when it waits
 * @param anewSince the moment before which a fetch that counts did not begin; null if any will do
 * @param cause why a fetch for it would be made
 */
record Ask(long deadline, @Nullable Long anewSince, Cause cause) {
  static Ask any(long deadline) {
    return new Ask(deadline, null, Cause.MISS);
  }

  static Ask anew(long deadline, long since, Cause cause) {
    return new Ask(deadline, since, cause);
  }
}
