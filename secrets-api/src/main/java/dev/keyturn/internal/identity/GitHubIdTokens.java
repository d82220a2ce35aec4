package dev.keyturn.internal.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a job of GitHub Actions or Forgejo Actions: asked for at the address that the runner
 * gives to jobs with the permission, and to no other.
 */
final class GitHubIdTokens implements IdTokenSource {
  static final String DETECTED = "GITHUB_ACTIONS";
  static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";

  private static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final String PERMISSION =
      "the job lacks `permissions: id-token: write` (a pull request from a fork cannot have it)";
  private static final JsonFactory JSON = new JsonFactory();

  private final StoreContext context;

  GitHubIdTokens(StoreContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "GitHub Actions";
  }

  @Override
  public String token(String audience, Duration timeout) throws StoreException {
    Map<String, String> environment = context.environment();
    String url = environment.getOrDefault(URL, "");
    String bearer = environment.getOrDefault(TOKEN, "");
    if (url.isEmpty() || !isToken(bearer)) {
      throw new StoreException(ErrorCode.UNAUTHENTICATED, "no ID token: " + PERMISSION);
    }
    IdTokenRequest.Answer answer = new IdTokenRequest(context, name())
        .get(withAudience(context.address(URL, url), audience), bearer, timeout);
    if (answer.status() != 200) {
      throw refused(answer.status());
    }
    return value(answer.body());
  }

  /** What is no token would be quoted in full by the JDK's complaint about the header. */
  private static boolean isToken(String bearer) {
    return !bearer.isEmpty() && bearer.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static URI withAudience(URI url, String audience) {
    String joint = url.getRawQuery() == null ? "?" : "&";
    String encoded = URLEncoder.encode(audience, StandardCharsets.UTF_8);
    return URI.create(url + joint + "audience=" + encoded);
  }

  private static StoreException refused(int status) {
    if (status == 429) {
      return new StoreException(
          ErrorCode.THROTTLED, "GitHub Actions gives no ID token: status 429");
    }
    if (status >= 500) {
      return new StoreException(
          ErrorCode.UNAVAILABLE, "GitHub Actions gives no ID token: status " + status);
    }
    if (status / 100 == 3) {
      return new StoreException(
              ErrorCode.UNAVAILABLE,
              "the address in " + URL + " redirects, which is refused: status " + status)
          .notRetryable();
    }
    return new StoreException(
        ErrorCode.UNAUTHENTICATED,
        "GitHub Actions refuses an ID token with status " + status + ": " + PERMISSION);
  }

  private static String value(byte[] body) throws StoreException {
    String value = null;
    try (JsonParser json = JSON.createParser(body)) {
      value = json.nextToken() == JsonToken.START_OBJECT ? find(json) : null;
    } catch (IOException e) {
      // not kept: it may quote the answer, which is a token
    }
    if (value == null || value.isEmpty()) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "GitHub Actions answered without an ID token; is a proxy in between?");
    }
    return value;
  }

  private static @Nullable String find(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals("value");
      JsonToken token = json.nextToken();
      if (wanted && token == JsonToken.VALUE_STRING) {
        return json.getText();
      }
      json.skipChildren();
    }
    return null;
  }
}
