package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token, read and not yet believed. */
final class Jwt {
  private static final String ALGORITHM = "SHA256withRSA";

  private final Map<String, @Nullable Object> header;
  private final Map<String, @Nullable Object> claims;
  private final String signed;
  private final byte[] signature;

  private Jwt(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no token");
    }
    header = Json.read(decode(parts[0]));
    claims = Json.read(decode(parts[1]));
    signed = parts[0] + "." + parts[1];
    signature = decode(parts[2]);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Jwt read(String text) {
    return new Jwt(text);
  }

  /** Writes one, signed with RS256. */
  static String write(String keyId, PrivateKey key, Map<String, Object> claims) {
    String signed = encode(Json.write(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId)))
        + "."
        + encode(Json.write(claims));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK does not sign", e);
    }
  }

  String keyId() {
    return header.get("kid") instanceof String id ? id : "";
  }

  boolean isSignedWith(PublicKey key) {
    if (!"RS256".equals(header.get("alg"))) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(signed.getBytes(StandardCharsets.US_ASCII));
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  String text(String claim) {
    return claims.get(claim) instanceof String text ? text : "";
  }

  boolean isMeantFor(String audience) {
    Object named = claims.get("aud");
    return audience.equals(named) || (named instanceof List<?> list && list.contains(audience));
  }

  /** Whether its end has come; a token without an end has none to come. */
  boolean isOver(Instant now) {
    return !(claims.get("exp") instanceof Number end) || now.getEpochSecond() >= end.longValue();
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
