package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JWT, taken apart. Does not print itself. */
final class IdToken {
  private static final Map<String, String> ALGORITHMS =
      Map.of("RS256", "SHA256withRSA", "ES256", "SHA256withECDSAinP1363Format");

  private final Map<String, @Nullable Object> header;
  private final Map<String, @Nullable Object> claims;
  private final byte[] signed;
  private final byte[] signature;

  private IdToken(String[] parts) {
    this.header = Json.read(decoded(parts[0]));
    this.claims = Json.read(decoded(parts[1]));
    this.signature = decoded(parts[2]);
    this.signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
  }

  static IdToken read(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      if (parts.length == 3) {
        return new IdToken(parts);
      }
    } catch (IllegalArgumentException e) {
      // no JWT, whatever it is; the cause may quote it
    }
    throw new OAuthError(400, "invalid_request", "The subject token is no JWT.");
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  String issuer() {
    return String.valueOf(claims.get("iss"));
  }

  long issuedAt() {
    return number("iat", 0);
  }

  boolean hasExpired(Instant now) {
    return now.getEpochSecond() >= number("exp", Long.MAX_VALUE);
  }

  private long number(String name, long otherwise) {
    return claims.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  boolean isMeantFor(String audience) {
    Object claimed = claims.get("aud");
    return audience.equals(claimed) || (claimed instanceof List<?> list && list.contains(audience));
  }

  /** Whether one of the keys signed it: the one it names or, if it names none, any. */
  boolean isSignedBy(Map<String, PublicKey> keys) {
    String algorithm = ALGORITHMS.get(String.valueOf(header.get("alg")));
    Object id = header.get("kid");
    return algorithm != null
        && keys.entrySet().stream()
            .filter(key -> id == null || key.getKey().equals(id))
            .anyMatch(key -> verifies(algorithm, key.getValue()));
  }

  private boolean verifies(String algorithm, PublicKey key) {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind, or no signature at all
    }
  }
}
