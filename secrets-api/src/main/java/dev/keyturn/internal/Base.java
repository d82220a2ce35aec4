package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;

/**
 * A whole secret, from which each text's own view is made.
 *
 * @param given what the store gave
 * @param stored the same with a version and an end, which the engine adds where the store has none
 * @param secret the same as a caller sees it
 * @param generation counts the values seen: equal as long as neither version nor value changed
 */
record Base(StoredSecret given, StoredSecret stored, Secret secret, long generation) {
  Base stale(ErrorCode reason) {
    return new Base(given, stored, secret.withStaleReason(reason), generation);
  }

  Secret at(SecretRef ref) {
    if (ref.equals(secret.ref())) {
      return secret;
    }
    Secret part = Secret.of(ref, stored, secret.fetchedAt());
    return secret.staleReason().map(part::withStaleReason).orElse(part);
  }
}
