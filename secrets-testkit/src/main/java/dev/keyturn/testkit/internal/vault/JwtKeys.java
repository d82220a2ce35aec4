package dev.keyturn.testkit.internal.vault;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer, and what they say of a signature. */
final class JwtKeys {
  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

  private final List<Key> keys = new ArrayList<>();

  /** A key and its name; the name is empty where it has none. */
  private record Key(String id, PublicKey key) {}

  /** Adds the keys of a JWKS, as far as they are for RSA or an elliptic curve. */
  JwtKeys addAll(Fields jwks) {
    if (jwks.all().get("keys") instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> members) {
          add(new Fields(Fields.strings(members)));
        }
      }
    }
    return this;
  }

  private void add(Fields jwk) {
    try {
      PublicKey key = switch (jwk.text("kty")) {
        case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
        case "EC" -> KeyFactory.getInstance("EC").generatePublic(point(jwk));
        default -> null;
      };
      if (key != null) {
        keys.add(new Key(jwk.text("kid"), key));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw VaultError.bad("error checking jwks");
    }
  }

  private static BigInteger number(Fields jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.text(name)));
  }

  private static ECPublicKeySpec point(Fields jwk) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec(CURVES.getOrDefault(jwk.text("crv"), "")));
    return new ECPublicKeySpec(
        new ECPoint(number(jwk, "x"), number(jwk, "y")),
        curve.getParameterSpec(ECParameterSpec.class));
  }

  /** Adds a public key in PEM. */
  JwtKeys addPem(String pem) {
    String body = pem.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    for (String kind : List.of("RSA", "EC")) {
      try {
        byte[] der = Base64.getDecoder().decode(body);
        keys.add(
            new Key("", KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der))));
        return this;
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // of the other kind, or none at all
      }
    }
    throw VaultError.bad("error parsing public key: data does not contain any valid public keys");
  }

  /** Whether one of them has made a signature. */
  boolean signed(Jwt jwt) {
    String wanted = jwt.header.text("kid");
    for (Key key : keys) {
      boolean named = wanted.isEmpty() || key.id().isEmpty() || key.id().equals(wanted);
      if (named && verifies(key.key(), jwt)) {
        return true;
      }
    }
    return false;
  }

  private static boolean verifies(PublicKey key, Jwt jwt) {
    try {
      Signature signature = signature(jwt.algorithm());
      if (signature == null) {
        return false;
      }
      signature.initVerify(key);
      signature.update(jwt.signed());
      return signature.verify(jwt.signature());
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind, or a signature of another length
    }
  }

  private static @Nullable Signature signature(String algorithm) throws GeneralSecurityException {
    if (!isKnown(algorithm)) {
      return null;
    }
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      default -> probabilistic(Integer.parseInt(bits));
    };
  }

  private static Signature probabilistic(int bits) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    String hash = "SHA-" + bits;
    MGF1ParameterSpec mask = new MGF1ParameterSpec(hash);
    signature.setParameter(new PSSParameterSpec(hash, "MGF1", mask, bits / 8, 1));
    return signature;
  }

  static boolean isKnown(String algorithm) {
    return algorithm.matches("(RS|ES|PS)(256|384|512)");
  }
}
