package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import org.jspecify.annotations.Nullable;

/**
 * A failure as a value: it is remembered and shared, and becomes an exception anew for each caller.
 *
 * @param code what went wrong
 * @param message what failed and the next step
 * @param retryable whether trying again makes sense
 * @param cause what was caught, or null
 * @param namesItsRef whether the message already begins with the reference
 */
record Failure(
    ErrorCode code,
    String message,
    boolean retryable,
    @Nullable Throwable cause,
    boolean namesItsRef) {
  static final Failure CLOSED = of(ErrorCode.CLOSED, "these Secrets have been closed");

  static Failure of(ErrorCode code, String message) {
    return new Failure(code, message, code.isRetryable(), null, false);
  }

  static Failure interrupted() {
    return of(ErrorCode.INTERRUPTED, "interrupted while waiting");
  }

  /** A value that lacks the form asked for; it concerns one caller and is never remembered. */
  static Failure unfit(SecretsException e) {
    return new Failure(e.code(), String.valueOf(e.getMessage()), e.isRetryable(), null, true);
  }

  /**
   * Whether this is the store's word on this one secret. All else says that the store, the way to it or
   * our identity fails, and leaves a last good value worth serving.
   */
  boolean isDefinite() {
    return code == ErrorCode.NOT_FOUND || code == ErrorCode.DENIED;
  }

  /** Whether nothing was asked, so that there is nothing to remember. */
  boolean isInvalid() {
    return code == ErrorCode.INVALID_REFERENCE || code == ErrorCode.INVALID_CONFIGURATION;
  }

  /** Whether the store was not asked, or not to the end: nothing was learnt about the secret. */
  boolean leavesNoTrace() {
    return isInvalid() || code == ErrorCode.CLOSED;
  }

  SecretsException toException(@Nullable SecretRef ref) {
    String text = ref == null || namesItsRef ? message : ref + ": " + message;
    return SecretsException.of(code, ref, text, retryable, cause);
  }

  @Override
  public String toString() {
    return "Failure[" + code + "]";
  }
}
