package dev.keyturn.internal;

import dev.keyturn.model.Lease;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
sealed interface Outcome {
  /** The store gave a value, read whole. */
  record Value(StoredSecret stored) implements Outcome {}

  /** The store says that the value we know is still the one. */
  record Unchanged() implements Outcome {}

  /** The lease was extended. */
  record Renewed(Lease lease) implements Outcome {}

  /**
   * It failed.
   *
   * @param failure why
   * @param retryAfter how long the service asked to be left alone, or null
   */
  record Failed(Failure failure, @Nullable Duration retryAfter) implements Outcome {}
}
