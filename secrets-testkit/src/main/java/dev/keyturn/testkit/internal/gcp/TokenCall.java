package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchange of a token of somebody else for one of Google, as RFC 8693 has it. */
final class TokenCall implements Call {
  static final String OPERATION = "ExchangeToken";
  static final String PATH = "/v1/token";

  private static final String URN = "urn:ietf:params:oauth:";
  private static final Duration USUAL = Duration.ofHours(1);

  private final Federation federation;
  private final Bearers bearers;
  private final Request request;

  TokenCall(Federation federation, Bearers bearers, Request request) {
    this.federation = federation;
    this.bearers = bearers;
    this.request = request;
  }

  @Override
  public String operation() {
    return OPERATION;
  }

  @Override
  public List<String> subjects() {
    return List.of();
  }

  @Override
  public Answer answer() {
    try {
      Map<String, String> form = Target.form(request.text());
      expect(form, "grant_type", URN + "grant-type:token-exchange", "unsupported_grant_type");
      expect(form, "subject_token_type", URN + "token-type:jwt", "invalid_request");
      expect(form, "requested_token_type", URN + "token-type:access_token", "invalid_request");
      federation.check(form.getOrDefault("audience", ""), form.getOrDefault("subject_token", ""));
      return given(bearers.issue(USUAL));
    } catch (OAuthError e) {
      return e.answer();
    }
  }

  private static void expect(Map<String, String> form, String name, String value, String error) {
    if (!value.equals(form.get(name))) {
      throw new OAuthError(400, error, "Invalid value for \"" + name + "\".");
    }
  }

  private static Answer given(Bearers.Bearer bearer) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", bearer.token);
    body.put("issued_token_type", URN + "token-type:access_token");
    body.put("token_type", "Bearer");
    body.put("expires_in", bearer.lifetime.toSeconds());
    return Front.answer(200, body);
  }

  @Override
  public Answer denied(@Nullable String subject) {
    return new OAuthError(
            400,
            "unauthorized_client",
            "The given credential is rejected by the attribute condition.")
        .answer();
  }

  @Override
  public Answer throttled() {
    return GcpError.throttled().answer();
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    return status >= 500 || code == null
        ? GcpError.of(status, code).answer()
        : new OAuthError(status, code, "The request was refused.").answer();
  }
}
