package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of STS. Each answers the elements of its result, in the service's order. */
final class Sts {
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Sessions sessions;
  private final WebIdentities identities;
  private final ConcurrentMap<String, String> externalIds = new ConcurrentHashMap<>();
  private volatile @Nullable Duration lifetime;

  Sts(Sessions sessions, WebIdentities identities) {
    this.sessions = sessions;
    this.identities = identities;
  }

  void requireExternalId(String roleArn, String externalId) {
    externalIds.put(roleArn, externalId);
  }

  /** Makes credentials live so long, whatever is asked. */
  void limitLifetime(Duration limit) {
    lifetime = limit;
  }

  Map<String, Object> run(String action, Map<String, String> form, Request request) {
    return switch (action) {
      case "AssumeRoleWithWebIdentity" -> assumeRoleWithWebIdentity(form);
      case "AssumeRole" -> assumeRole(form, request);
      case "GetCallerIdentity" -> getCallerIdentity(request);
      default -> throw AwsError.of("InvalidAction", "Could not find operation " + action);
    };
  }

  private Map<String, Object> assumeRoleWithWebIdentity(Map<String, String> form) {
    String role = required(form, "RoleArn");
    String name = sessionName(form);
    Duration asked = duration(form);
    WebIdentities.Claims claims = identities.check(required(form, "WebIdentityToken"));
    Sessions.Session session = sessions.issue(role, name, asked);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Audience", claims.audience());
    result.put("AssumedRoleUser", user(session));
    result.put("Provider", provider(claims.issuer()));
    result.put("Credentials", credentials(session));
    result.put("SubjectFromWebIdentityToken", claims.subject());
    return result;
  }

  private static String provider(String issuer) {
    String host = issuer.replaceFirst("^https?://", "");
    return "arn:aws:iam::" + Account.ID + ":oidc-provider/" + host;
  }

  private Map<String, Object> assumeRole(Map<String, String> form, Request request) {
    String caller = sessions.caller(request);
    String role = required(form, "RoleArn");
    String externalId = externalIds.get(role);
    if (externalId != null && !externalId.equals(form.get("ExternalId"))) {
      throw denied(caller, "AssumeRole", role);
    }
    Sessions.Session session = sessions.issue(role, sessionName(form), duration(form));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("AssumedRoleUser", user(session));
    result.put("Credentials", credentials(session));
    return result;
  }

  private Map<String, Object> getCallerIdentity(Request request) {
    String arn = sessions.caller(request);
    Sessions.Session session = sessions.session(request);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Arn", arn);
    result.put("UserId", session == null ? "AIDAEMULATEDUSER00000" : session.roleId);
    result.put("Account", arn.split(":", -1)[4]);
    return result;
  }

  static AwsError denied(String caller, String action, String resource) {
    String text =
        "User: " + caller + " is not authorized to perform: sts:" + action + " on resource: ";
    return new AwsError(403, "AccessDenied", text + resource);
  }

  private static String required(Map<String, String> form, String name) {
    String value = form.get(name);
    if (value == null) {
      throw invalid(name, "Member must not be null");
    }
    return value;
  }

  private static String sessionName(Map<String, String> form) {
    String name = required(form, "RoleSessionName");
    if (!SESSION_NAME.matcher(name).matches()) {
      throw invalid(
          "RoleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    }
    return name;
  }

  private Duration duration(Map<String, String> form) {
    Duration limit = lifetime;
    Duration asked = parse(form.getOrDefault("DurationSeconds", "3600"));
    if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(LONGEST) > 0) {
      throw invalid("DurationSeconds", "Member must have value between 900 and 43200");
    }
    return limit == null ? asked : limit;
  }

  private static Duration parse(String seconds) {
    try {
      return Duration.ofSeconds(Long.parseLong(seconds));
    } catch (NumberFormatException e) {
      throw AwsError.of("MalformedInput", null);
    }
  }

  private static AwsError invalid(String name, String constraint) {
    return AwsError.of("ValidationError", Input.invalid(name, constraint).text());
  }

  private static Map<String, Object> user(Sessions.Session session) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("AssumedRoleId", session.roleId);
    user.put("Arn", session.arn);
    return user;
  }

  private static Map<String, Object> credentials(Sessions.Session session) {
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("AccessKeyId", session.keyId);
    credentials.put("SecretAccessKey", session.secretKey);
    credentials.put("SessionToken", session.token);
    credentials.put("Expiration", session.expiry.toString());
    return credentials;
  }
}
