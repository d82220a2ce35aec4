package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Any long-lived key is taken, and signatures are not checked; but a request has to be
 * signed, and credentials that were issued here have to be whole and not expired.
 */
final class Sessions {
  /** Whoever signs with a key that was not issued here. */
  static final String ANYBODY = "arn:aws:iam::" + Account.ID + ":user/emulated";

  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

  private final TimeSource time;
  private final Map<String, Session> issued = new ConcurrentHashMap<>();

  Sessions(TimeSource time) {
    this.time = time;
  }

  /** Temporary credentials. Does not print itself. */
  static final class Session {
    final String keyId = "ASIA" + Account.random(16).toUpperCase(Locale.ROOT);
    final String secretKey = Account.random(40);
    final String token = Account.random(256);
    final String roleId;
    final String arn;
    final Instant expiry;

    private Session(String roleId, String arn, Instant expiry) {
      this.roleId = roleId;
      this.arn = arn;
      this.expiry = expiry;
    }
  }

  Session issue(String roleArn, String sessionName, Duration lifetime) {
    String account = roleArn.replaceFirst("^arn:[^:]*:iam::([^:]*):.*$", "$1");
    String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    String arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + sessionName;
    String roleId = "AROA" + Account.random(17).toUpperCase(Locale.ROOT);
    Instant expiry = time.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    Session session = new Session(roleId + ":" + sessionName, arn, expiry);
    issued.put(session.keyId, session);
    return session;
  }

  /** The caller's ARN, once the credentials have been found good. */
  String caller(Request request) {
    String keyId = keyId(request);
    if (keyId == null) {
      throw AwsError.of("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Session session = issued.get(keyId);
    if (session == null) {
      return ANYBODY;
    }
    if (!session.token.equals(request.header("X-Amz-Security-Token"))) {
      throw AwsError.of(
          "UnrecognizedClientException", CommonErrors.text("UnrecognizedClientException"));
    }
    if (!time.instant().isBefore(session.expiry)) {
      throw AwsError.of("ExpiredTokenException", CommonErrors.text("ExpiredTokenException"));
    }
    return session.arn;
  }

  /** The caller's ARN, for a message; nothing is checked. */
  String nameOfCaller(Request request) {
    String keyId = keyId(request);
    Session session = keyId == null ? null : issued.get(keyId);
    return session == null ? ANYBODY : session.arn;
  }

  @Nullable
  Session session(Request request) {
    String keyId = keyId(request);
    return keyId == null ? null : issued.get(keyId);
  }

  private static @Nullable String keyId(Request request) {
    String authorization = request.header("Authorization");
    Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
    return credential.find() ? credential.group(1) : null;
  }
}
