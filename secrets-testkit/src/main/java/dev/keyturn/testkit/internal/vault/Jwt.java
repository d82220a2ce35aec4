package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A signed token in its parts. Nothing of it is checked yet. It does not print itself. */
final class Jwt {
  final Fields header;
  final Fields claims;
  private final String signed;
  private final byte[] signature;

  private Jwt(Fields header, Fields claims, String signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Takes a token apart; null if it is none. */
  static @Nullable Jwt parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      Fields header = new Fields(Json.read(decode(parts[0])));
      Fields claims = new Fields(Json.read(decode(parts[1])));
      return new Jwt(header, claims, parts[0] + "." + parts[1], decode(parts[2]));
    } catch (IllegalArgumentException e) {
      return null; // the cause may quote the token
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  byte[] signed() {
    return signed.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] signature() {
    return signature;
  }

  String algorithm() {
    return header.text("alg");
  }

  /** Those it is meant for. */
  List<String> audiences() {
    return claims.texts("aud");
  }
}
