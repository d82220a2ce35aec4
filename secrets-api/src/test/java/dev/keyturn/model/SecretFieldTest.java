package dev.keyturn.model;

import static dev.keyturn.model.Stored.AT;
import static dev.keyturn.model.Stored.REF;
import static dev.keyturn.model.Stored.secret;
import static dev.keyturn.model.Stored.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFieldTest {
  private static final String JSON = """
      {"text": "a\\"\\u00e9\\/\\n", "empty": "", "": "nameless", "zero": -0, "one": 1.0, "big": 1e5,
       "long": 12345678901234567890, "precise": 0.1000000000000000055511151231257827, "yes": true,
       "no": false, "none": null, "a/b": "as spelled", "a": {"b": "by pointer", "c": [10, {"d": "x"}]},
       "m~n": "tilde", "s/t": "slash", "obj": { "k" :\t[1,  2.50] , "ü": null }, "list": [ 1 ,[ ] ],
       "0": "zeroth", "ключ": "ü", "a.b": "dotted"}
      """;

  @ParameterizedTest
  @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
          zero     | -0
          one      | 1.0
          big      | 1e5
          long     | 12345678901234567890
          precise  | 0.1000000000000000055511151231257827
          yes      | true
          no       | false
          a/b      | as spelled
          a/c/0    | 10
          a/c/1/d  | x
          a/c/1    | {"d": "x"}
          a/c      | [10, {"d": "x"}]
          m~n      | tilde
          m~0n     | tilde
          s/t      | slash
          s~1t     | slash
          list     | [ 1 ,[ ] ]
          list/1   | [ ]
          obj      | `{ "k" :	[1,  2.50] , "ü": null }`
          obj/k/1  | 2.50
          0        | zeroth
          ключ     | ü
          a.b      | dotted
          empty    | ``
          ``       | nameless
          """)
  void aFieldReadsAsItStandsInTheSource(String name, String value) {
    SecretValue field = secret(JSON).field(name);

    assertThat(field.reveal()).isEqualTo(value);
    assertThat(field.revealBytes()).isEqualTo(utf8(value));
    assertThat(field.revealChars()).isEqualTo(value.toCharArray());
    assertThat(field.matches(utf8(value))).isTrue();
    if (!name.isEmpty()) {
      Secret ofReference = Secret.of(REF.withField(name), StoredSecret.of(JSON), AT);
      assertThat(ofReference.reveal()).isEqualTo(value);
    }
  }

  @Test
  void escapesInAStringAreResolved() {
    assertThat(secret(JSON).field("text").reveal()).isEqualTo("a\"é/\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope",
        "none",
        "a/b/c",
        "a/x",
        "a/c/2",
        "a/c/-",
        "a/c/00",
        "a/c/-1",
        "a/c/x",
        "a/c/",
        "one/0",
        "a/c/99999999999",
        "obj/ü",
        "m~1n",
        "/a",
        "a~1c",
        "TEXT",
        "text/",
        "a/c/+1",
        "a/c/1.0",
        "//"
      })
  void aFieldThatIsNotThereOrIsNullIsNotFound(String name) {
    assertFails(ErrorCode.NOT_FOUND, () -> secret(JSON).field(name));
    assertFails(
        ErrorCode.NOT_FOUND, () -> Secret.of(REF.withField(name), StoredSecret.of(JSON), AT));
  }

  @Test
  void anArrayIsReadByPointer() {
    Secret secret = secret("[\"x\", {\"a\": \"y\"}]");

    assertThat(secret.fields()).isEmpty();
    assertThat(secret.field("0").reveal()).isEqualTo("x");
    assertThat(secret.field("1/a").reveal()).isEqualTo("y");
    assertFails(ErrorCode.NOT_FOUND, () -> secret.field("2"));
    assertFails(ErrorCode.MALFORMED, () -> secret.field("a"));
    assertFails(ErrorCode.MALFORMED, () -> secret.field("a/0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\uFEFF",
        "hunter2",
        "42",
        "\"text\"",
        "true",
        "null",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1},",
        "{\"a\":1}\n1",
        "{\"a\":1,\"a\":2}",
        "{\"b\":{\"a\":1,\"a\":2},\"a\":1}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"x}",
        "{\"a\":1,}",
        "{\"a\":\"\t\"}",
        "{\"a\":tru}",
        "{\"a\"}",
        "\uFEFF\uFEFF{\"a\":1}",
        "{\"a\":1}\u0000",
        "// c\n{\"a\":1}",
        "{\"a\":\"\\x\"}",
        "user:pass",
        "-----BEGIN KEY-----"
      })
  void whatIsNoJsonObjectHasNoFields(String value) {
    Secret secret = secret(value);

    assertThat(secret.fields()).isEmpty();
    for (String name : new String[] {"a", "a/b", "0", "", "a~1b", "b/a"}) {
      SecretsException failure = assertFails(ErrorCode.MALFORMED, () -> secret.field(name));
      assertThat(failure.getMessage()).startsWith("vault://kv/db: the value is not ");
    }
  }

  @Test
  void aByteOrderMarkBeforeTheObjectIsNoPartOfIt() {
    Secret secret = secret("\uFEFF{\"a\": {\"b\": 1}}");

    assertThat(secret.field("a").reveal()).isEqualTo("{\"b\": 1}");
    assertThat(secret.fields()).containsExactly("a");
    assertThat(secret.reveal()).startsWith("\uFEFF");
  }

  @Test
  void nestingWithoutEndIsRefusedAtOnce() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    Secret secret = secret("{\"a\": 1, \"b\": " + deep + "}");

    assertFails(ErrorCode.MALFORMED, () -> secret.field("a"));
    assertFails(ErrorCode.MALFORMED, () -> secret("{\"a\":".repeat(100_000)).field("a"));
    assertFails(ErrorCode.MALFORMED, () -> secret(deep).field("0/0/0"));
    assertThat(secret.fields()).isEmpty();
  }

  @Test
  void aFieldOfAReferenceHasNoFieldsItself() {
    Secret secret = Secret.of(REF.withField("a"), StoredSecret.of("{\"a\":{\"b\":1}}"), AT);

    assertThat(secret.reveal()).isEqualTo("{\"b\":1}");
    assertThat(secret.fields()).isEmpty();
    SecretsException failure = assertFails(ErrorCode.NOT_FOUND, () -> secret.field("b"));
    assertThat(failure.getMessage()).startsWith("vault://kv/db#a is a field already");
  }

  @Test
  void namesAreSortedLeaveOutNullAndCannotBeChanged() {
    Secret secret = secret("{\"b\":1,\"a\":{\"c\":1},\"n\":null,\"A\":\"\"}");

    assertThat(secret.fields()).containsExactly("A", "a", "b");
    assertThatThrownBy(() -> secret.fields().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void notFoundListsTenHarmlessNamesAndCountsTheRest() {
    String names = IntStream.range(0, 12)
        .mapToObj(i -> "\"f%02d\":1".formatted(i))
        .collect(Collectors.joining(","));
    String odd = "\"hunter2 x\":1,\"\\u001b[2J\":1,\"" + "n".repeat(65) + "\":1,\"é\":1,\"\":1,";

    assertThat(notFound("{" + odd + names + "}"))
        .isEqualTo("vault://kv/db: there is no such field; fields:"
            + " f00, f01, f02, f03, f04, f05, f06, f07, f08, f09 and 7 more");
    assertThat(notFound("{" + odd + "\"z\":null}")).endsWith("; fields: 5 not shown");
    assertThat(notFound("{\"a_b-c.9\":1,\"n\":null}")).endsWith("; fields: a_b-c.9");
    assertThat(notFound("{}")).endsWith("; fields: none");
  }

  private static String notFound(String json) {
    return assertFails(ErrorCode.NOT_FOUND, () -> secret(json).field("nope")).getMessage();
  }

  private static SecretsException assertFails(ErrorCode code, ThrowingCallable call) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, call);

    assertThat(failure).as("no failure").isNotNull();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.ref()).map(SecretRef::withoutField).contains(REF);
    assertThat(failure).hasNoCause();
    return failure;
  }
}
