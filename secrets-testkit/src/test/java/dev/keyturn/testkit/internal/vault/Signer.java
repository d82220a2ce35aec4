package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs tokens, and publishes its keys. */
public final class Signer {
  private final KeyPair rsa;
  private final KeyPair curve;

  public Signer() throws GeneralSecurityException {
    KeyPairGenerator first = KeyPairGenerator.getInstance("RSA");
    first.initialize(2048);
    rsa = first.generateKeyPair();
    KeyPairGenerator second = KeyPairGenerator.getInstance("EC");
    second.initialize(256);
    curve = second.generateKeyPair();
  }

  public String rs256(Map<String, ?> claims) throws GeneralSecurityException {
    return sign("RS256", "SHA256withRSA", rsa, claims);
  }

  public String es256(Map<String, ?> claims) throws GeneralSecurityException {
    return sign("ES256", "SHA256withECDSAinP1363Format", curve, claims);
  }

  private static String sign(String name, String algorithm, KeyPair key, Map<String, ?> claims)
      throws GeneralSecurityException {
    String head = encode(Json.write(Map.of("alg", name, "kid", name)));
    String signed = head + "." + encode(Json.write(claims));
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  public byte[] jwks() {
    RSAPublicKey first = (RSAPublicKey) rsa.getPublic();
    ECPublicKey second = (ECPublicKey) curve.getPublic();
    Map<String, ?> one = Map.of(
        "kty",
        "RSA",
        "kid",
        "RS256",
        "n",
        encode(first.getModulus().toByteArray()),
        "e",
        encode(first.getPublicExponent().toByteArray()));
    Map<String, ?> other = Map.of(
        "kty",
        "EC",
        "kid",
        "ES256",
        "crv",
        "P-256",
        "x",
        encode(second.getW().getAffineX().toByteArray()),
        "y",
        encode(second.getW().getAffineY().toByteArray()));
    return Json.write(Map.of("keys", List.of(one, other)));
  }

  public String pem() {
    String body = Base64.getMimeEncoder().encodeToString(rsa.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
