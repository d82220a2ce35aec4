package dev.keyturn.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only exception that users of Keyturn see. It is made anew for each caller.
 *
 * <p>The message names the reference, the store and the next step, and never holds a value: control
 * characters are replaced, and a cause keeps its class names and stack traces but not its messages,
 * because those may quote an answer.
 */
public final class SecretsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The error code; see {@link #code()}. */
  private final ErrorCode code;

  /** See {@link #isRetryable()}. */
  private final boolean retryable;

  private final transient @Nullable SecretRef ref;
  private final transient List<SecretsException> failures;

  private SecretsException(
      ErrorCode code,
      @Nullable SecretRef ref,
      String message,
      boolean retryable,
      List<SecretsException> failures,
      @Nullable Throwable cause) {
    super(Printable.line(message), StandIn.of(cause));
    this.code = Objects.requireNonNull(code, "code");
    this.ref = ref;
    this.retryable = retryable;
    this.failures = failures;
  }

  /**
   * Makes a failure that has no cause.
   *
   * @param code what went wrong
   * @param ref the reference that was asked for, or null where there is none to name
   * @param message what failed and the next step; without any value
   * @return a new exception, retryable as its code is
   */
  public static SecretsException of(ErrorCode code, @Nullable SecretRef ref, String message) {
    return of(code, ref, message, code.isRetryable(), null);
  }

  /**
   * Makes a failure.
   *
   * @param code what went wrong
   * @param ref the reference that was asked for, or null where there is none to name
   * @param message what failed and the next step; without any value
   * @param retryable whether the same call may well succeed a moment later
   * @param cause what was caught, or null; only its class names and stack traces are kept
   * @return a new exception
   */
  public static SecretsException of(
      ErrorCode code,
      @Nullable SecretRef ref,
      String message,
      boolean retryable,
      @Nullable Throwable cause) {
    return new SecretsException(code, ref, message, retryable, List.of(), cause);
  }

  /**
   * Puts the failures of one call for several secrets together.
   *
   * @param failures at least one
   * @return a new exception with the code that comes first of {@code DENIED}, {@code
   *     UNAUTHENTICATED}, {@code NOT_FOUND}, {@code MALFORMED}, then any other; retryable if all are
   * @throws IllegalArgumentException if {@code failures} is empty
   */
  public static SecretsException ofAll(List<SecretsException> failures) {
    return Failures.combine(List.copyOf(failures));
  }

  static SecretsException combined(
      SecretsException first, String message, boolean retryable, List<SecretsException> all) {
    boolean single = all.size() == 1;
    return new SecretsException(
        first.code,
        single ? first.ref : null,
        message,
        retryable,
        all,
        single ? first.getCause() : null);
  }

  /**
   * Says what went wrong.
   *
   * @return the code, never null
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * Says which reference failed.
   *
   * @return the reference; empty where the text was none, or where no single one failed
   */
  public Optional<SecretRef> ref() {
    return Optional.ofNullable(ref);
  }

  /**
   * Tells whether the same call may well succeed a moment later. A certificate that is not trusted,
   * for example, is {@link ErrorCode#UNAVAILABLE} and yet not retryable.
   *
   * @return true if trying again makes sense
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Lists every failure of a call that asked for several secrets.
   *
   * @return all failures, in the order asked; for a single secret just this one
   */
  public List<SecretsException> failures() {
    return failures == null || failures.isEmpty() ? List.of(this) : failures;
  }

  /** {@return the code and the message} */
  @Override
  @SuppressWarnings(
      "OverrideThrowableToString") // the message stays plain for those who show the code
  public String toString() {
    return getClass().getName() + ": " + code + ": " + getMessage();
  }
}
