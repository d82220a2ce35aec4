package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal in the form of OAuth. */
final class OAuthError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int http;

  /** One of OAuth's words. */
  private final String error;

  OAuthError(int http, String error, String description) {
    super(description, null, false, false);
    this.http = http;
    this.error = error;
  }

  Answer answer() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", String.valueOf(getMessage()));
    return Front.answer(http, body);
  }
}
