package dev.keyturn.model;

/**
 * What went wrong, in one vocabulary for all stores. The list is closed.
 *
 * <p>{@link #DENIED} and {@link #UNAVAILABLE} never stand for {@link #NOT_FOUND}: only a store that
 * was reached, and that said so, makes a secret missing.
 */
public enum ErrorCode {
  /** The store says that there is no such secret, version or field; disabled and deleted count too. */
  NOT_FOUND,
  /** The store knows us and refuses: no right to read, or to decrypt. */
  DENIED,
  /** The store does not accept who we are, or no identity could be found. */
  UNAUTHENTICATED,
  /** The store asks for fewer calls. */
  THROTTLED,
  /** The store was not reached, or is out of order. */
  UNAVAILABLE,
  /** No answer within the deadline. */
  TIMEOUT,
  /** The text is no reference, or one that its store cannot have. Nothing was sent. */
  INVALID_REFERENCE,
  /** A setting is wrong, missing or not trusted. Nothing was sent. */
  INVALID_CONFIGURATION,
  /** An answer, or a value, that lacks the form asked for. */
  MALFORMED,
  /** The waiting thread was interrupted; its interrupt flag is set. */
  INTERRUPTED,
  /** A provider broke its contract. */
  INTERNAL,
  /** The {@code Secrets} has been closed. */
  CLOSED;

  /**
   * Tells whether the same call may well succeed a moment later.
   *
   * @return true for {@link #THROTTLED}, {@link #UNAVAILABLE} and {@link #TIMEOUT}
   */
  public boolean isRetryable() {
    return this == THROTTLED || this == UNAVAILABLE || this == TIMEOUT;
  }
}
