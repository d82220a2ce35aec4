package dev.keyturn.testkit.internal.aws;

import org.jspecify.annotations.Nullable;

/** An answer that is an error of the service. Its text never holds a value. */
final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String text;

  AwsError(int status, String code, @Nullable String text) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** Nearly all errors of AWS have status 400, throttling and refusals among them. */
  static AwsError of(String code, @Nullable String text) {
    return new AwsError(400, code, text);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** The message; null where the service gives none. */
  @Nullable
  String text() {
    return text;
  }
}
