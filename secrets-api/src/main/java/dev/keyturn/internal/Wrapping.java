package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.StoreException;

/** The one place where what a provider throws becomes a {@link Failure}. */
final class Wrapping {
  private Wrapping() {}

  static Failure wrap(StoreSettings store, Throwable thrown) {
    if (thrown instanceof StoreException e) {
      return new Failure(e.code(), said(store, e), e.isRetryable(), e.getCause(), false);
    }
    if (thrown instanceof SecretsException e) {
      return new Failure(outer(e.code()), String.valueOf(e.getMessage()), e.isRetryable(), e, true);
    }
    if (thrown instanceof InterruptedException) {
      return timeout(store);
    }
    return new Failure(ErrorCode.INTERNAL, broken(store, thrown), false, thrown, false);
  }

  /** What is missing in a credential does not make the secret behind it missing. */
  private static ErrorCode outer(ErrorCode code) {
    boolean definite = code == ErrorCode.NOT_FOUND || code == ErrorCode.DENIED;
    return definite ? ErrorCode.UNAUTHENTICATED : code;
  }

  static Failure timeout(StoreSettings store) {
    return Failure.of(
        ErrorCode.TIMEOUT, "no answer within the timeout (store " + store.name() + ")");
  }

  private static String said(StoreSettings store, StoreException e) {
    String message = e.getMessage() == null || e.getMessage().isEmpty() ? "failed" : e.getMessage();
    return message + " (store " + store.name() + ")";
  }

  /** The class name alone: the message is not ours and may quote anything. */
  private static String broken(StoreSettings store, Throwable thrown) {
    return "the provider of store "
        + store.name()
        + " broke its contract with "
        + thrown.getClass().getName();
  }
}
