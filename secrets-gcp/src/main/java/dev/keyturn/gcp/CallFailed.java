package dev.keyturn.gcp;

/** Carries a failure through the SDK, out of a method that may throw nothing checked. */
final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallFailed(Throwable cause) {
    super("the call failed", cause);
  }
}
