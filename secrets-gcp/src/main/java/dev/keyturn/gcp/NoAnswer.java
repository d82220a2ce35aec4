package dev.keyturn.gcp;

/** An answer that is not what the service sends. */
final class NoAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoAnswer() {
    super("the answer is not well-formed");
  }
}
