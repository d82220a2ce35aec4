package dev.keyturn.cli;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.util.concurrent.CompletionException;

/** Failures of futures. */
final class Failures {
  private Failures() {}

  /** The exception that a caller would have got who waited. */
  static SecretsException typed(Throwable failure) {
    if (failure instanceof SecretsException e) {
      return e;
    }
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return typed(failure.getCause());
    }
    return SecretsException.of(
        ErrorCode.INTERNAL, null, "unexpected " + failure.getClass().getName(), false, failure);
  }
}
