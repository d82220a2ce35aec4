package dev.keyturn.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A value that must be seen nowhere, in none of the forms in which it could be printed. */
final class Canary {
  static final String VALUE = "c4nary>hunter2?éö";
  static final byte[] BYTES = VALUE.getBytes(StandardCharsets.UTF_8);

  private static final List<String> FORMS = List.of(
      "c4nary",
      "hunter2",
      Base64.getEncoder().withoutPadding().encodeToString(BYTES),
      Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES),
      HexFormat.of().formatHex(BYTES),
      HexFormat.ofDelimiter(" ").formatHex(BYTES),
      HexFormat.ofDelimiter(":").formatHex(BYTES),
      HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(BYTES),
      Arrays.toString(BYTES).substring(1, 20),
      Arrays.toString(BYTES).replace(" ", "").substring(1, 20),
      Arrays.toString(VALUE.toCharArray()).substring(1, 20));

  private Canary() {}

  static void assertNotIn(String where, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String form : FORMS) {
      assertThat(lower.contains(form.toLowerCase(Locale.ROOT)))
          .as("%s shows the value as %s:%n%s", where, form, text)
          .isFalse();
    }
  }

  static void assertNotIn(String where, byte[] bytes) {
    assertNotIn(where, new String(bytes, StandardCharsets.ISO_8859_1));
    assertNotIn(where + " (UTF-16)", new String(bytes, StandardCharsets.UTF_16BE));
  }
}
