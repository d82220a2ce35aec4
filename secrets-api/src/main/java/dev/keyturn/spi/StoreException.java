package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a store fails. The engine decides what follows from the code, and wraps it for the caller with
 * the reference and the store's name; the message adds what failed and the next step, and never holds a
 * value, a body or a token. Of the cause only class names and stack traces reach the caller.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** See {@link #code()}. */
  private final ErrorCode code;

  /** See {@link #isRetryable()}. */
  private final boolean retryable;

  /** See {@link #retryAfter()}. */
  private final @Nullable Duration retryAfter;

  /**
   * Makes a failure, retryable as its code is.
   *
   * @param code what went wrong
   * @param message what failed and the next step
   */
  public StoreException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * Makes a failure, retryable as its code is.
   *
   * @param code what went wrong
   * @param message what failed and the next step; not the cause's message
   * @param cause what the SDK threw, or null
   */
  public StoreException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, cause, code.isRetryable(), null);
  }

  private StoreException(
      ErrorCode code,
      String message,
      @Nullable Throwable cause,
      boolean retryable,
      @Nullable Duration retryAfter) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /**
   * Says that trying again is of no use although the code would allow it: a certificate that is not
   * trusted, a redirect that was refused.
   *
   * @return a changed copy
   */
  public StoreException notRetryable() {
    return copy(false, retryAfter);
  }

  /**
   * Says how long the service asked to be left alone.
   *
   * @param pause what the service's {@code Retry-After} came to, zero or more
   * @return a changed copy
   * @throws IllegalArgumentException if the pause is negative
   */
  public StoreException withRetryAfter(Duration pause) {
    if (pause.isNegative()) {
      throw new IllegalArgumentException("a pause of negative duration");
    }
    return copy(retryable, pause);
  }

  private StoreException copy(boolean changedRetryable, @Nullable Duration changedPause) {
    StoreException copy = new StoreException(
        code, String.valueOf(getMessage()), getCause(), changedRetryable, changedPause);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** {@return what went wrong} */
  public ErrorCode code() {
    return code;
  }

  /** {@return whether the same call may well succeed a moment later} */
  public boolean isRetryable() {
    return retryable;
  }

  /** {@return how long the service asked to be left alone, empty if it did not} */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
