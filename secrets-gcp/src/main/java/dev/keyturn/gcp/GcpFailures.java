package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;

/** Turns what the SDK throws into the one vocabulary. No message of the SDK or a service is kept. */
final class GcpFailures {
  private static final String CALL = "Secret Manager";

  private GcpFailures() {}

  static StoreException of(
      RuntimeException failure, Identity identity, String secret, SecretName name)
      throws InterruptedException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      if (cause instanceof HttpFault fault) {
        return ofConnection(fault, CALL, failure);
      }
      if (cause instanceof StoreException known) {
        return known;
      }
      if (cause instanceof Refusal refusal) {
        return ofRefusal(refusal, identity, secret, name);
      }
      if (cause instanceof NoAnswer) {
        return new StoreException(
            ErrorCode.MALFORMED,
            "the answer of Secret Manager is not well-formed; is a proxy in between?",
            failure);
      }
    }
    return new StoreException(
        ErrorCode.INVALID_CONFIGURATION,
        "the Google SDK does not send this call with the settings it has",
        failure);
  }

  static StoreException ofConnection(HttpFault fault, String what, Exception failure) {
    StoreException said = fault.said();
    StoreException exception =
        new StoreException(said.code(), what + ": " + said.getMessage(), failure);
    return said.isRetryable() ? exception : exception.notRetryable();
  }

  private static StoreException ofRefusal(
      Refusal refusal, Identity identity, String secret, SecretName name) {
    ErrorCode code = GcpErrors.code(refusal.error);
    String text = code == ErrorCode.UNAUTHENTICATED
        ? identity.advice()
        : GcpAdvice.text(code, refusal.error, secret, name);
    StoreException exception = new StoreException(code, text, refusal);
    return refusal.retryAfter == null ? exception : exception.withRetryAfter(refusal.retryAfter);
  }
}
