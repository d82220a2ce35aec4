package dev.keyturn.internal;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adds what the store does not say: a number where it has no versions, an end where there is a lease. */
final class Numbering {
  private Numbering() {}

  static Base base(
      SecretRef ref,
      StoredSecret given,
      long generation,
      @Nullable Held held,
      long now,
      Instant wall) {
    StoredSecret stored = given.version().isPresent() ? given : given.withVersion("~" + generation);
    if (held != null) {
      stored = stored.withExpiresAt(wall.plus(Duration.ofNanos(held.endsAt() - now)));
    }
    return new Base(given, stored, Secret.of(ref, stored, wall), generation);
  }
}
