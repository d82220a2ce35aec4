package dev.keyturn.testkit.internal.azure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is an error of the vault. Its text never holds a value. */
final class VaultError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String inner;
  private final String text;

  VaultError(int status, String code, @Nullable String inner, String text) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.inner = inner;
    this.text = text;
  }

  static VaultError of(int status, String code, String text) {
    return new VaultError(status, code, null, text);
  }

  /** All refusals bear the same code; what was refused is told by the inner one. */
  static VaultError forbidden(String inner, String text) {
    return new VaultError(403, "Forbidden", inner, text);
  }

  static VaultError notFound(String name) {
    return of(
        404,
        "SecretNotFound",
        "A secret with (name/id) " + name + " was not found in this key vault.");
  }

  static VaultError deletedNotFound(String name) {
    return of(404, "SecretNotFound", "Deleted Secret not found: " + name);
  }

  static VaultError badParameter(String text) {
    return of(400, "BadParameter", text);
  }

  /** An error that a test asks for by its status, and perhaps by its code. */
  static VaultError usual(int status, @Nullable String code) {
    if (status == 403) {
      return forbidden(code == null ? "AccessDenied" : code, "The request is refused.");
    }
    String usual = switch (status) {
      case 400 -> "BadParameter";
      case 401 -> "Unauthorized";
      case 404 -> "SecretNotFound";
      case 409 -> "Conflict";
      case 429 -> "Throttled";
      case 503 -> "ServiceUnavailable";
      default -> "InternalServerError";
    };
    return of(status, code == null ? usual : code, "The request failed.");
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", text);
    if (inner != null) {
      error.put("innererror", Map.of("code", inner));
    }
    return Map.of("error", error);
  }
}
