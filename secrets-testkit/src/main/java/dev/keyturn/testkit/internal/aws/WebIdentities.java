package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are taken. As long as nobody is trusted by name, everybody is; then issuer and audience
 * have to be right. An expired token is refused in either case; a signature is not looked at.
 */
final class WebIdentities {
  private static final String INVALID = "InvalidIdentityToken";

  private final TimeSource time;
  private final ConcurrentMap<String, String> audiences = new ConcurrentHashMap<>();

  WebIdentities(TimeSource time) {
    this.time = time;
  }

  void trust(String issuer, String audience) {
    audiences.put(issuer, audience);
  }

  /** What a token says of its bearer. */
  record Claims(String issuer, String audience, String subject) {}

  Claims check(String token) {
    Input claims = parse(token);
    if (claims == null && audiences.isEmpty()) {
      return new Claims("https://emulated", "sts.amazonaws.com", "emulated");
    }
    if (claims == null) {
      throw AwsError.of(INVALID, "The ID Token provided is not a valid JWT.");
    }
    checkExpiry(claims);
    String issuer = claims.text("iss");
    return new Claims(issuer, audience(issuer, claims), claims.text("sub"));
  }

  private void checkExpiry(Input claims) {
    long now = time.instant().getEpochSecond();
    long expiry = claims.number("exp", Long.MAX_VALUE);
    if (now >= expiry) {
      throw AwsError.of(
          "ExpiredTokenException",
          "Token expired: current date/time "
              + now
              + " must be before the expiration date/time "
              + expiry);
    }
  }

  private String audience(String issuer, Input claims) {
    List<String> claimed = claims.isList("aud") ? claims.texts("aud") : List.of(claims.text("aud"));
    String trusted = audiences.get(issuer);
    if (trusted == null && !audiences.isEmpty()) {
      throw AwsError.of(INVALID, "No OpenIDConnect provider found in your account for " + issuer);
    }
    if (trusted != null && !claimed.contains(trusted)) {
      throw AwsError.of(INVALID, "Incorrect token audience");
    }
    return trusted == null ? claimed.get(0) : trusted;
  }

  private static @Nullable Input parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.UTF_8));
      return Input.read(Sessions.ANYBODY, payload);
    } catch (IllegalArgumentException | AwsError e) {
      return null; // no JWT, whatever it is; the cause may quote it
    }
  }
}
