package dev.keyturn.model;

import static dev.keyturn.model.Stored.AT;
import static dev.keyturn.model.Stored.secret;
import static dev.keyturn.model.Stored.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Secrets of stores that keep fields apart: directories, trees of parameters. */
class TreeSecretTest {
  private static final byte[] NOT_TEXT = {(byte) 0xFF, 0, 1};

  @Test
  void theWholeIsJsonWithItsKeysSorted() {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("b", utf8("2\n"));
    fields.put("sub/a", utf8("é\"\\"));
    fields.put("a", utf8(""));
    Secret secret = secret(StoredSecret.ofFields(fields));
    String json = "{\"a\":\"\",\"b\":\"2\\n\",\"sub/a\":\"é\\\"\\\\\"}";

    assertThat(secret.reveal()).isEqualTo(json);
    assertThat(secret.revealBytes()).isEqualTo(utf8(json));
    assertThat(secret.revealChars()).isEqualTo(json.toCharArray());
    assertThat(secret.matches(utf8(json))).isTrue();
    assertThat(secret.fields()).containsExactly("a", "b", "sub/a");
  }

  @Test
  void aFieldIsByteForByteAndFoundAsSpelledOnly() {
    Secret secret =
        secret(StoredSecret.ofFields(Map.of("sub/a", NOT_TEXT, "json", utf8("{\"k\":1}"))));

    assertThat(secret.field("sub/a").revealBytes()).isEqualTo(NOT_TEXT);
    assertThat(secret.field("json").reveal()).isEqualTo("{\"k\":1}");
    assertFails(ErrorCode.NOT_FOUND, () -> secret.field("json/k"), "there is no such field");
    assertFails(ErrorCode.NOT_FOUND, () -> secret.field("sub"), "there is no such field");
  }

  @Test
  void aReferenceWithAFieldGivesThatField() {
    StoredSecret stored = StoredSecret.ofFields(Map.of("user", utf8("u"), "raw", NOT_TEXT));
    SecretRef tree = SecretRef.parse("file://db/");

    assertThat(Secret.of(tree.withField("user"), stored, AT).reveal()).isEqualTo("u");
    assertThat(Secret.of(tree.withField("raw"), stored, AT).revealBytes()).isEqualTo(NOT_TEXT);
    assertThat(Secret.of(tree.withField("user"), stored, AT).fields()).isEmpty();
  }

  @Test
  void withAFieldThatIsNotTextTheWholeIsMalformedAndSaysHowToReadIt() {
    Secret secret = secret(StoredSecret.ofFields(Map.of("user", utf8("u"), "raw", NOT_TEXT)));

    assertFails(ErrorCode.MALFORMED, secret::reveal, "field(name).revealBytes()");
    assertFails(ErrorCode.MALFORMED, secret::revealBytes, "field(name).revealBytes()");
    assertFails(ErrorCode.MALFORMED, secret::revealChars, "field(name).revealBytes()");
    assertThat(secret.field("user").reveal()).isEqualTo("u");
    assertThat(secret.fields()).containsExactly("raw", "user");
  }

  @Test
  void aTreeWithoutFieldsIsAnEmptyObject() {
    Secret secret = secret(StoredSecret.ofFields(Map.of()));

    assertThat(secret.reveal()).isEqualTo("{}");
    assertThat(secret.fields()).isEmpty();
    assertFails(ErrorCode.NOT_FOUND, () -> secret.field("a"), "fields: none");
  }

  @Test
  void nobodyCanChangeTheFieldsFromOutside() {
    Map<String, byte[]> given = new HashMap<>(Map.of("a", utf8("1")));
    Secret secret = secret(StoredSecret.ofFields(given));
    given.get("a")[0] = 'X';
    given.put("b", utf8("2"));
    secret.field("a").revealBytes()[0] = 'X';

    assertThat(secret.reveal()).isEqualTo("{\"a\":\"1\"}");
  }

  @Test
  void sameValueIsSaidFieldByField() {
    StoredSecret stored = StoredSecret.ofFields(Map.of("a", utf8("1"), "b", NOT_TEXT));

    assertThat(stored.hasSameValueAs(StoredSecret.ofFields(Map.of("b", NOT_TEXT, "a", utf8("1")))))
        .isTrue();
    assertThat(stored.hasSameValueAs(StoredSecret.ofFields(Map.of("a", utf8("1")))))
        .isFalse();
    assertThat(StoredSecret.ofFields(Map.of("a", utf8("1"))).hasSameValueAs(stored))
        .isFalse();
    assertThat(stored.hasSameValueAs(StoredSecret.ofFields(Map.of("a", utf8("2"), "b", NOT_TEXT))))
        .isFalse();
    assertThat(StoredSecret.ofFields(Map.of()).hasSameValueAs(StoredSecret.of("")))
        .isFalse();
    assertThat(StoredSecret.of("").hasSameValueAs(StoredSecret.ofFields(Map.of())))
        .isFalse();
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call, String part) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, call);

    assertThat(failure).as("no failure").isNotNull();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.getMessage()).startsWith("vault://kv/db: ").contains(part);
  }
}
