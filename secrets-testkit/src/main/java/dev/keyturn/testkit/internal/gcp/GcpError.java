package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal in the form that all APIs of Google share. */
final class GcpError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status. */
  private final int http;

  /** The name of the error, such as {@code NOT_FOUND}. */
  private final String status;

  /** Why, in one word; null where the service gives no details. */
  private final @Nullable String reason;

  private GcpError(int http, String status, String text, @Nullable String reason) {
    super(text, null, false, false);
    this.http = http;
    this.status = status;
    this.reason = reason;
  }

  static GcpError notFound(String text) {
    return new GcpError(404, "NOT_FOUND", text, null);
  }

  static GcpError invalid(String text) {
    return new GcpError(400, "INVALID_ARGUMENT", text, null);
  }

  static GcpError failedPrecondition(String text) {
    return new GcpError(400, "FAILED_PRECONDITION", text, null);
  }

  static GcpError alreadyExists(String text) {
    return new GcpError(409, "ALREADY_EXISTS", text, null);
  }

  static GcpError denied(String permission, String resource) {
    return new GcpError(
        403,
        "PERMISSION_DENIED",
        "Permission '" + permission + "' denied for resource '" + resource
            + "' (or it may not exist).",
        "IAM_PERMISSION_DENIED");
  }

  static GcpError unauthenticated(String reason) {
    boolean missing = reason.equals("CREDENTIALS_MISSING");
    String text = missing
        ? "Request is missing required authentication credential. Expected OAuth 2 access token,"
            + " login cookie or other valid authentication credential."
        : "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
            + " cookie or other valid authentication credential.";
    return new GcpError(401, "UNAUTHENTICATED", text, reason);
  }

  static GcpError throttled() {
    return new GcpError(
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Access requests' and limit 'Access requests per minute'"
            + " of service 'secretmanager.googleapis.com'.",
        "RATE_LIMIT_EXCEEDED");
  }

  /** A failure by name, or the one that is usual with an HTTP status. */
  static GcpError of(int http, @Nullable String status) {
    String name = status == null ? usualWith(http) : status;
    return switch (name) {
      case "UNAUTHENTICATED" -> unauthenticated("ACCESS_TOKEN_EXPIRED");
      case "RESOURCE_EXHAUSTED" -> throttled();
      default -> new GcpError(http, name, text(name), null);
    };
  }

  private static String usualWith(int http) {
    return switch (http) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> http >= 500 ? "INTERNAL" : "UNKNOWN";
    };
  }

  private static String text(String status) {
    return switch (status) {
      case "PERMISSION_DENIED" -> "The caller does not have permission";
      case "UNAVAILABLE" -> "The service is currently unavailable.";
      case "INTERNAL" -> "Internal error encountered.";
      case "DEADLINE_EXCEEDED" -> "Deadline expired before operation could complete.";
      default -> "The request was refused.";
    };
  }

  /** The error as an answer of Secret Manager. */
  Answer answer() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", http);
    error.put("message", String.valueOf(getMessage()));
    error.put("status", status);
    if (reason != null) {
      Map<String, Object> info = new LinkedHashMap<>();
      info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
      info.put("reason", reason);
      info.put("domain", reason.startsWith("IAM") ? "iam.googleapis.com" : "googleapis.com");
      error.put("details", List.of(info));
    }
    Answer answer = Front.answer(http, Map.of("error", error));
    return http == 401 ? answer.with("WWW-Authenticate", challenge()) : answer;
  }

  private String challenge() {
    String realm = "Bearer realm=\"https://accounts.google.com/\"";
    return "CREDENTIALS_MISSING".equals(reason) ? realm : realm + ", error=\"invalid_token\"";
  }
}
