package dev.keyturn.gcp;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer of Secret Manager that is an error, on its way through the SDK. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the service said. */
  final transient ServiceError error;

  /** How long it asked to be left alone. */
  final @Nullable Duration retryAfter;

  Refusal(ServiceError error, @Nullable Duration retryAfter) {
    super(error.toString());
    this.error = error;
    this.retryAfter = retryAfter;
  }
}
