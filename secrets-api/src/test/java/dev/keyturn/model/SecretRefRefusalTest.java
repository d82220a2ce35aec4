package dev.keyturn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefRefusalTest {
  /** What no path, version or field may hold, raw or encoded, once or twice. */
  private static final String[] PATHS = {
    "",
    "/",
    "//",
    "///",
    "a//b",
    "//a",
    "a//",
    ".",
    "..",
    "../etc/passwd",
    "/etc/../passwd",
    "a/..",
    "a/../",
    "a/./b",
    "%2e",
    "%2e%2e",
    ".%2E",
    "a/%2e%2e/b",
    "%252e%252e",
    "%252e.",
    "a%2fb",
    "a%252fb",
    "..%252f%25zz",
    "a\\b",
    "..\\b",
    "%5c",
    "%255c",
    "a\u2044b",
    "a\u2215b",
    "a\uFF0Fb",
    "a\uFF3Cb",
    "%EF%BC%8F",
    "%25EF%25BC%258F",
    "a\0b",
    "%00",
    "%2500",
    "a\r\nb",
    "%0d%0aHost:x",
    "%250a",
    "%7f",
    "%257F",
    "a\u0085b",
    "%C2%85",
    "a\tb",
    "a\u2028b",
    "a\u202Eb",
    "\uFEFFa",
    "\uD800",
    "a\uDC00b",
    "\uD800%41",
    "%41\uDC00",
    "%ED%A0%80",
    "%",
    "%4",
    "%zz",
    "%-1",
    "100%",
    "%C0%AE%C0%AE",
    "%FF",
    "%C3",
    "%C3/%A9",
    "\uFF05\uFF12\uFF45\uFF05\uFF12\uFF45/\uFF0E%2F",
  };

  static Stream<String> refused() {
    return Stream.concat(
        Stream.of(PATHS).map("env://"::concat),
        Stream.of(
            "",
            "://",
            "x",
            "hunter2",
            "env:",
            "env:/x",
            "env//x",
            "/etc/passwd",
            "://x",
            " env://x",
            "env ://x",
            "e.v://x",
            "-env://x",
            "_env://x",
            "é://x",
            "env\u0000://x",
            "e%6Ev://x",
            "file+http://x",
            "env://x?",
            "env://x?#f",
            "env://x?version",
            "env://x?version=",
            "env://x?version=#f",
            "env://x?version=1&version=1",
            "env://x?version=1&version=2",
            "env://x?version=1&",
            "env://x?&version=1",
            "env://x?version=1&role=admin",
            "env://x?role=admin",
            "env://x?Version=1",
            "env://x?%76ersion=1",
            "env://x?a?version=1",
            "env://x?version=%00",
            "env://x?version=%zz",
            "env://x?version=\uD800%41",
            "env://x#",
            "env://x#a#b",
            "env://x##",
            "env://x##a",
            "env://x#%0a",
            "env://x#a\nb",
            "env://x#%E2%80%AE",
            "env://x#\uDC00%41"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text) {
    assertRefused(() -> SecretRef.parse(text), text);
  }

  @Test
  void tooLongATextIsRefusedUnread() {
    assertRefused(() -> SecretRef.parse("env://" + "x".repeat(10_240)), "xx");
    assertRefused(() -> SecretRef.parse("env://" + "%".repeat(100_000_000)), "%%");
  }

  @Test
  void aReferenceWhoseOneSpellingWouldBeTooLongIsRefusedToo() {
    assertRefused(() -> SecretRef.parse("env://" + "é".repeat(1000)), "éé");
    SecretRef ref = SecretRef.parse("env://x");
    assertRefused(() -> ref.withField("#".repeat(1400)), "##");
    assertRefused(() -> ref.withVersion("v".repeat(5000)), "vv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u0000", "\u202E", "\uD800", "\uDC00\uD800"})
  void aChangedVersionOrFieldIsJudgedLikeAReadOne(String part) {
    SecretRef ref = SecretRef.parse("env://x");

    assertRefused(() -> ref.withVersion(part), part);
    assertRefused(() -> ref.withField(part), part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "hunter2#hunter2",
        "hunter2://hunter2\n",
        "hun.ter2://hunter2",
        "env://hunter2/..",
        "env://x?hunter2=hunter2",
        "env://x?version=hunter2&version=hunter2",
        "env://x?version=1&hunter2",
        "env://x#hunter2#hunter2",
        "env://hunter2%",
        "env://hunter2\\"
      })
  void noMessageRepeatsTheText(String text) {
    SecretsException refusal =
        catchThrowableOfType(SecretsException.class, () -> SecretRef.parse(text));

    assertThat(refusal.toString().toLowerCase(Locale.ROOT)).doesNotContain("hunter", "ter2");
  }

  private static void assertRefused(ThrowingCallable call, String text) {
    SecretsException refusal = catchThrowableOfType(SecretsException.class, call);

    assertThat(refusal).as("no failure").isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
    assertThat(refusal.ref()).isEmpty();
    assertThat(refusal.isRetryable()).isFalse();
    assertThat(refusal).hasNoCause();
    assertThat(refusal.getMessage()).isNotBlank().isPrintable();
    if (text.length() > 10) {
      assertThat(refusal.getMessage()).doesNotContain(text);
    }
  }
}
