package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.spi.TimeSource;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workload identity providers there are, and whose tokens each of them takes. As long as there is
 * none, every token is taken that has not expired.
 */
final class Federation {
  private final TimeSource time;
  private final Map<String, URI> issuers = new ConcurrentHashMap<>();

  Federation(TimeSource time) {
    this.time = time;
  }

  void trust(String provider, URI issuer) {
    issuers.put(provider, issuer);
  }

  /** Refuses a token that the provider which the audience names would not take. */
  void check(String audience, String token) {
    String provider = audience.replaceFirst("^//iam\\.googleapis\\.com/", "");
    URI issuer = issuers.get(provider);
    if (issuer == null && !issuers.isEmpty()) {
      throw new OAuthError(
          400,
          "invalid_target",
          "The target service indicated by the \"audience\" parameters is invalid.");
    }
    IdToken claims = IdToken.read(token);
    if (claims.hasExpired(time.instant())) {
      throw grant("ID Token issued at " + claims.issuedAt() + " is stale to sign-in.");
    }
    if (issuer != null) {
      check(claims, issuer, provider);
    }
  }

  private static void check(IdToken token, URI issuer, String provider) {
    if (!token.issuer().equals(issuer.toString())) {
      throw grant("The issuer in ID Token " + token.issuer() + " does not match the expected one.");
    }
    if (!token.isMeantFor("https://iam.googleapis.com/" + provider)
        && !token.isMeantFor("//iam.googleapis.com/" + provider)) {
      throw grant("The audience in ID Token does not match the expected audience.");
    }
    if (!token.isSignedBy(IssuerKeys.of(issuer))) {
      throw grant("Error connecting to the given credential's issuer, or the signature is wrong.");
    }
  }

  static OAuthError grant(String description) {
    return new OAuthError(400, "invalid_grant", description);
  }
}
