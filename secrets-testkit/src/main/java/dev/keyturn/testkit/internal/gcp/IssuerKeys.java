package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer of tokens, found as OpenID Connect says. */
final class IssuerKeys {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int TIMEOUT_MILLIS = 10_000;

  private IssuerKeys() {}

  /** Asks the issuer anew; no keys if it cannot be asked. */
  static Map<String, PublicKey> of(URI issuer) {
    Map<String, PublicKey> keys = new HashMap<>();
    try {
      Map<String, @Nullable Object> about = get(issuer + DISCOVERY);
      Object listed = get(String.valueOf(about.get("jwks_uri"))).get("keys");
      for (Object key : listed instanceof List<?> list ? list : List.of()) {
        if (key instanceof Map<?, ?> members) {
          keys.put(String.valueOf(members.get("kid")), key(members));
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      keys.clear();
    }
    return keys;
  }

  private static Map<String, @Nullable Object> get(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return Json.read(in.readAllBytes());
    }
  }

  private static PublicKey key(Map<?, ?> members) throws GeneralSecurityException {
    if ("EC".equals(members.get("kty"))) {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      ECPoint point = new ECPoint(number(members, "x"), number(members, "y"));
      return KeyFactory.getInstance("EC")
          .generatePublic(
              new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(members, "n"), number(members, "e")));
  }

  private static BigInteger number(Map<?, ?> members, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(members.get(name))));
  }
}
