package dev.keyturn.model;

/** A value that stands alone: a field of a secret. */
final class PlainValue implements SecretValue {
  private final transient Payload payload;

  PlainValue(Payload payload) {
    this.payload = payload;
  }

  @Override
  public String reveal() {
    return payload.text();
  }

  @Override
  public byte[] revealBytes() {
    return payload.bytes();
  }

  @Override
  public char[] revealChars() {
    return payload.chars();
  }

  @Override
  public boolean matches(byte[] candidate) {
    return payload.matches(candidate);
  }

  @Override
  public String toString() {
    return "SecretValue[hidden]";
  }
}
