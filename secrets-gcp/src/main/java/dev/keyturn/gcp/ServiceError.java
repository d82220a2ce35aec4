package dev.keyturn.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The error that a service answered, in the form of Google's APIs or of OAuth. Its text only decides and
 * is never shown; what is shown of it has to have the form of what it is.
 */
final class ServiceError {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  /** Secrets, in a text about them: whoever calls one of them "kms" has not lost a key. */
  private static final Pattern SECRETS =
      Pattern.compile("projects/[^/\\s]+/(?:locations/[^/\\s]+/)?secrets/[^\\s\\]'\"]*");

  private static final String INFO = "type.googleapis.com/google.rpc.ErrorInfo";

  /** After the patterns, which it needs. */
  static final ServiceError NONE = new ServiceError(0, null, null, "");

  private final int http;
  private final @Nullable String name;
  private final @Nullable String reason;
  private final String text;

  private ServiceError(int http, @Nullable String name, @Nullable String reason, String text) {
    this.http = http;
    this.name = name;
    this.reason = reason;
    this.text = SECRETS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }

  static ServiceError of(HttpAnswer answer) {
    try {
      JsonElement body = JsonParser.parseString(new String(answer.body, StandardCharsets.UTF_8));
      JsonElement error = body.isJsonObject() ? body.getAsJsonObject().get("error") : null;
      if (error != null && error.isJsonObject()) {
        return ofApi(answer.status, error.getAsJsonObject());
      }
      if (error != null) {
        String description = text(body.getAsJsonObject(), "error_description");
        return new ServiceError(
            answer.status, name(text(body.getAsJsonObject(), "error")), null, description);
      }
    } catch (JsonParseException e) {
      // not the service's own; the parser's words may quote it
    }
    return new ServiceError(answer.status, null, null, "");
  }

  private static ServiceError ofApi(int http, JsonObject error) {
    String reason = null;
    JsonElement details = error.get("details");
    for (JsonElement detail : details instanceof JsonArray array ? array : new JsonArray()) {
      if (detail instanceof JsonObject info && INFO.equals(text(info, "@type"))) {
        reason = name(text(info, "reason"));
      }
    }
    return new ServiceError(http, name(text(error, "status")), reason, text(error, "message"));
  }

  private static String text(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static @Nullable String name(String text) {
    return NAME.matcher(text).matches() ? text : null;
  }

  int http() {
    return http;
  }

  /** Such as {@code NOT_FOUND} or {@code invalid_grant}; null if the answer is not the service's own. */
  @Nullable
  String name() {
    return name;
  }

  boolean isNamed(String other) {
    return other.equals(name);
  }

  boolean hasReason(String other) {
    return other.equals(reason);
  }

  boolean says(String word) {
    return text.contains(word);
  }

  /** Whether a key is what fails, and not the right to read. */
  boolean isAboutKey() {
    return says("kms") || says("cryptokey");
  }

  /** {@return the service's name for it, or the status of an answer that has none} */
  @Override
  public String toString() {
    if (name == null) {
      return "status " + http;
    }
    return reason == null ? name : name + ", " + reason;
  }
}
