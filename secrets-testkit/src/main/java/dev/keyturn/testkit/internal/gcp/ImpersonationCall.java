package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The call of IAM Credentials that gives out a token of a service account. */
final class ImpersonationCall implements Call {
  private static final Pattern PATH =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken");
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Bearers bearers;
  private final Request request;
  private final String account;

  private ImpersonationCall(Bearers bearers, Request request, String account) {
    this.bearers = bearers;
    this.request = request;
    this.account = account;
  }

  /** Null if the request asks for something else. */
  static @Nullable ImpersonationCall of(Bearers bearers, Request request) {
    Matcher path = PATH.matcher(request.uri().getPath());
    return path.matches() ? new ImpersonationCall(bearers, request, path.group(1)) : null;
  }

  @Override
  public String operation() {
    return "GenerateAccessToken";
  }

  @Override
  public List<String> subjects() {
    return List.of(account);
  }

  @Override
  public Answer answer() {
    try {
      bearers.check(request);
      Bearers.Bearer bearer = bearers.issue(lifetime());
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("accessToken", bearer.token);
      body.put("expireTime", bearer.end.truncatedTo(ChronoUnit.SECONDS).toString());
      return Front.answer(200, body);
    } catch (GcpError e) {
      return e.answer();
    }
  }

  private Duration lifetime() {
    Map<String, @Nullable Object> asked;
    try {
      asked = Json.read(request.body());
    } catch (IllegalArgumentException e) {
      throw GcpError.invalid("Invalid JSON payload received.");
    }
    if (!(asked.get("scope") instanceof List<?> scopes) || scopes.isEmpty()) {
      throw GcpError.invalid("The scope field is required.");
    }
    Duration lifetime = duration(String.valueOf(asked.getOrDefault("lifetime", "3600s")));
    if (lifetime.compareTo(LONGEST) > 0 || lifetime.isZero() || lifetime.isNegative()) {
      throw GcpError.invalid("Invalid value at 'lifetime'.");
    }
    return lifetime;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse("PT" + text);
    } catch (DateTimeException e) {
      throw GcpError.invalid("Invalid value at 'lifetime'.");
    }
  }

  @Override
  public Answer denied(@Nullable String subject) {
    return GcpError.denied(
            "iam.serviceAccounts.getAccessToken", "projects/-/serviceAccounts/" + account)
        .answer();
  }

  @Override
  public Answer throttled() {
    return GcpError.throttled().answer();
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    return GcpError.of(status, code).answer();
  }
}
