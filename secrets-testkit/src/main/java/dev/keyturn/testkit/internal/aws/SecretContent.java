package dev.keyturn.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value, either a string or bytes. Does not print itself. */
final class SecretContent {
  private static final int MOST = 65_536;

  private final @Nullable String text;
  private final byte @Nullable [] binary;

  private SecretContent(@Nullable String text, byte @Nullable [] binary) {
    this.text = text;
    this.binary = binary;
  }

  static SecretContent of(String text) {
    return new SecretContent(text, null);
  }

  static SecretContent of(byte[] binary) {
    return new SecretContent(null, binary.clone());
  }

  /** The value of a request; null if it has none. */
  static @Nullable SecretContent of(Input input) {
    String text = input.textOrNull("SecretString");
    byte[] binary = input.bytesOrNull("SecretBinary");
    if (text != null && binary != null) {
      throw AwsError.of(
          "InvalidParameterException",
          "You can't specify both a binary secret value and a string secret value.");
    }
    checkSize("SecretString", text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length);
    checkSize("SecretBinary", binary == null ? 0 : binary.length);
    return text == null && binary == null ? null : new SecretContent(text, binary);
  }

  private static void checkSize(String member, int length) {
    if (length > MOST) {
      throw Input.invalid(member, "Member must have length less than or equal to " + MOST);
    }
  }

  void writeTo(Map<String, Object> answer) {
    if (text != null) {
      answer.put("SecretString", text);
    } else if (binary != null) {
      answer.put("SecretBinary", Base64.getEncoder().encodeToString(binary));
    }
  }

  boolean sameAs(SecretContent other) {
    return Objects.equals(text, other.text) && Arrays.equals(binary, other.binary);
  }
}
