package dev.keyturn.azure;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the vault's answers before the SDK does, because the SDK logs what it cannot read. Of an error
 * it gets to see the codes alone.
 */
final class VaultAnswers {
  private static final int OK = 200;

  private VaultAnswers() {}

  static WholeAnswer read(WholeAnswer answer) {
    Map<String, Object> body = object(answer.body());
    if (answer.getStatusCode() == OK) {
      if (body == null || !isSecret(body)) {
        throw new HttpFault(HttpFault.Kind.GARBLED);
      }
      return answer;
    }
    ServiceError error = ServiceError.of(answer.getStatusCode(), body);
    return answer.withBody(error.body().getBytes(StandardCharsets.UTF_8));
  }

  static ServiceError error(int status, byte[] body) {
    return ServiceError.of(status, object(body));
  }

  /** Reads a whole document; null if it is no object, or broken. */
  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, Object> object(byte[] body) {
    try (JsonReader json = JsonProviders.createReader(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Object read = json.readUntyped();
      boolean whole = json.nextToken() == JsonToken.END_DOCUMENT;
      return whole ? (Map<String, Object>) read : null;
    } catch (IOException | RuntimeException e) {
      return null; // the parser's own words may quote the answer
    }
  }

  /** Whether every member that the SDK reads has the type it reads. */
  private static boolean isSecret(Map<String, Object> body) {
    return body.get("value") instanceof String
        && body.get("id") instanceof String
        && isText(body.get("contentType"))
        && isText(body.get("kid"))
        && isFlag(body.get("managed"))
        && hasTexts(body.get("tags"))
        && hasDates(body.get("attributes"));
  }

  private static boolean isText(@Nullable Object value) {
    return value == null || value instanceof String;
  }

  private static boolean isFlag(@Nullable Object value) {
    return value == null || value instanceof Boolean;
  }

  private static boolean isWhole(@Nullable Object value) {
    return value == null || value instanceof Integer || value instanceof Long;
  }

  private static boolean hasTexts(@Nullable Object tags) {
    return tags == null
        || (tags instanceof Map<?, ?> members
            && members.values().stream().allMatch(VaultAnswers::isText));
  }

  private static boolean hasDates(@Nullable Object attributes) {
    return attributes == null
        || (attributes instanceof Map<?, ?> members
            && isFlag(members.get("enabled"))
            && isWhole(members.get("nbf"))
            && isWhole(members.get("exp"))
            && isWhole(members.get("created"))
            && isWhole(members.get("updated"))
            && isWhole(members.get("recoverableDays"))
            && isText(members.get("recoveryLevel")));
  }
}
