package dev.keyturn.testkit.internal.azure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer of the tenant that is an error: a number, under one of the names that OAuth has. */
final class EntraError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String name;
  private final int number;
  private final String text;

  private EntraError(int status, String name, int number, String text) {
    super(name, null, false, false);
    this.status = status;
    this.name = name;
    this.number = number;
    this.text = text;
  }

  static EntraError of(int number, String text) {
    return switch (number) {
      case 90002 -> new EntraError(400, "invalid_request", number, text);
      case 700016 -> new EntraError(400, "unauthorized_client", number, text);
      case 7000215, 700024 -> new EntraError(401, "invalid_client", number, text);
      case 90055, 50196 -> new EntraError(429, "temporarily_unavailable", number, text);
      default -> new EntraError(400, "invalid_client", number, text);
    };
  }

  /** An error that a test asks for by its status. */
  static EntraError with(int status) {
    boolean theirs = status >= 500;
    return new EntraError(
        status, theirs ? "temporarily_unavailable" : "invalid_request", 90033, "as asked for");
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", name);
    body.put("error_description", "AADSTS" + number + ": " + text);
    body.put("error_codes", List.of(number));
    return body;
  }
}
