package dev.keyturn.testkit.internal.azure;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whose tokens the vault takes, and whether one of them is good. */
final class Bearers {
  private static final String SCHEME = "Bearer ";

  private final TimeSource time;
  private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();

  /** An issuer: whom its tokens have to be for, and its keys by their ids. */
  private record Issuer(String audience, Map<String, PublicKey> keys) {}

  Bearers(TimeSource time) {
    this.time = time;
  }

  void trust(String issuer, String audience, Map<String, PublicKey> keys) {
    issuers.put(issuer, new Issuer(audience, keys));
  }

  /** Says what is wrong with a request's token; null if nothing is. */
  @Nullable
  String complaint(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return "AKV10000: Request is missing a Bearer or PoP token.";
    }
    Jwt token;
    try {
      token = Jwt.read(authorization.substring(SCHEME.length()));
    } catch (IllegalArgumentException e) {
      return "AKV10046: The token cannot be read.";
    }
    Issuer issuer = issuers.get(token.text("iss"));
    if (issuer == null) {
      return "AKV10032: Invalid issuer.";
    }
    PublicKey key = issuer.keys().get(token.keyId());
    if (key == null || !token.isSignedWith(key)) {
      return "AKV10046: The token's signature is not valid.";
    }
    if (!token.isMeantFor(issuer.audience())) {
      return "AKV10022: Invalid audience.";
    }
    return token.isOver(time.instant()) ? "AKV10045: The token has expired." : null;
  }

  /**
   * Reads the keys that an issuer publishes.
   *
   * @throws IllegalArgumentException if they are none
   */
  static Map<String, PublicKey> keys(String jwks) {
    Map<String, PublicKey> keys = new HashMap<>();
    Object listed = Json.read(jwks.getBytes(StandardCharsets.UTF_8)).get("keys");
    for (Object key : listed instanceof List<?> list ? list : List.of()) {
      if (key instanceof Map<?, ?> members && "RSA".equals(members.get("kty"))) {
        keys.put(String.valueOf(members.get("kid")), rsa(members));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no RSA key in these JWKS");
    }
    return keys;
  }

  private static PublicKey rsa(Map<?, ?> members) {
    try {
      RSAPublicKeySpec spec =
          new RSAPublicKeySpec(number(members.get("n")), number(members.get("e")));
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no RSA key", e);
    }
  }

  private static BigInteger number(@Nullable Object text) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(text)));
  }
}
