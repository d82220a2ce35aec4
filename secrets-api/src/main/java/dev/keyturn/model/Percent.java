package dev.keyturn.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of references (RFC 3986, UTF-8). A '+' is a plus. */
final class Percent {
  private static final String PLAIN = "-._~!$'()*+,;=:@";

  private Percent() {}

  static String decode(String text) {
    String decoded = utf8(octets(text, true));
    if (decoded == null) {
      throw malformed();
    }
    return decoded;
  }

  /** What a careless decoder makes of it: what is not encoded properly stays. */
  static String decodeLeniently(String text) {
    return new String(octets(text, false), StandardCharsets.UTF_8);
  }

  private static byte[] octets(String text, boolean strict) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean encoded = text.charAt(i) == '%' && isHex(text, i + 1) && isHex(text, i + 2);
      if (encoded) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (strict && text.charAt(i) == '%') {
        throw malformed();
      } else {
        int end = text.indexOf('%', i + 1) < 0 ? text.length() : text.indexOf('%', i + 1);
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    return bytes.toByteArray();
  }

  private static SecretsException malformed() {
    return RefParser.invalid("a '%' that two hexadecimal digits of UTF-8 do not follow; write %25");
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** A segment of a path. */
  static String encode(String text) {
    return encode(text, PLAIN + "&");
  }

  /** A '&' there would begin another parameter. */
  static String encodeVersion(String text) {
    return encode(text, PLAIN);
  }

  /** A field may be a JSON pointer, and is easier to read with its slashes. */
  static String encodeField(String text) {
    return encode(text, PLAIN + "&/?");
  }

  private static String encode(String text, String plain) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isAlphanumeric(c) || plain.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
