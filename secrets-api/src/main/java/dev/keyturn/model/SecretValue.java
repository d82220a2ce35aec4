package dev.keyturn.model;

/**
 * A value that does not show itself: {@code reveal} is the one word by which it leaves, so that a
 * review can search for it. Values are copied out; equality is identity; {@code toString} shows
 * nothing of it. Immutable, safe for use by many threads, usable after {@code close()}.
 */
public sealed interface SecretValue permits Secret, PlainValue {
  /**
   * Gives the value as text.
   *
   * @return the text, a new string each time
   * @throws SecretsException {@code MALFORMED} if the bytes are not UTF-8
   */
  String reveal();

  /**
   * Gives the value byte for byte.
   *
   * @return a copy
   * @throws SecretsException {@code MALFORMED} only where the store keeps fields apart and one of them
   *     is not UTF-8, so that they cannot be given as JSON
   */
  byte[] revealBytes();

  /**
   * Gives the value as characters, for callers that clear them after use.
   *
   * @return a copy
   * @throws SecretsException {@code MALFORMED} if the bytes are not UTF-8
   */
  char[] revealChars();

  /**
   * Compares without telling by its duration where a difference is.
   *
   * @param candidate what to compare with; not kept
   * @return true if the value is these bytes
   * @throws SecretsException {@code MALFORMED} where {@link #revealBytes()} throws it
   */
  boolean matches(byte[] candidate);
}
