package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest extends ConfigTest {
  @Test
  void aNameHasItsDefaults() {
    var named = read("secret.db = vault://kv/prod/db#password").names().get("db");
    assertThat(named.name()).isEqualTo("db");
    assertThat(named.ref()).isEqualTo(SecretRef.parse("vault://kv/prod/db#password"));
    assertThat(named.ttl()).isEmpty();
    assertThat(named.fallback()).isEmpty();
    assertThat(named.optional()).isFalse();
    assertThat(named.masked()).isTrue();
    assertThat(named.trimNewline()).isFalse();
    assertThat(named.decodeBase64()).isFalse();
    assertThat(named.origin()).isEqualTo(directory.resolve("keyturn.properties") + ", line 1");
  }

  @Test
  void everythingThatCanBeSaidOfANameIsRead() {
    var named = read(
            "secret.db = file://db",
            "secret.db.ttl = 30s",
            "secret.db.fallback = env://DB",
            "secret.db.optional = true",
            "secret.db.masked = false",
            "secret.db.trim = newline",
            "secret.db.decode = base64")
        .names()
        .get("db");
    assertThat(named.ttl()).contains(Duration.ofSeconds(30));
    assertThat(named.fallback()).contains(SecretRef.parse("env://DB"));
    assertThat(named.optional()).isTrue();
    assertThat(named.masked()).isFalse();
    assertThat(named.trimNewline()).isTrue();
    assertThat(named.decodeBase64()).isTrue();
  }

  @Test
  void namesKeepTheOrderInWhichTheyWereGiven() {
    assertThat(read("secret.z = env://Z", "secret.a = env://A", "secret.m = env://M")
            .names()
            .keySet())
        .containsExactly("z", "a", "m");
  }

  @Test
  void aTextThatIsNoReferenceIsNotRepeated() {
    noReference("secret.db = hunter2")
        .hasMessageContaining("line 1: secret.db takes a reference such as")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void ofATextWhoseSchemeNamesNoStoreOnlyTheSchemeIsShown() {
    noReference("secret.db = postgres://app:hunter2@db.example.com/app")
        .hasMessageContaining("no store is called postgres")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("example");
    noReference("secret.db = vualt://kv/hunter2")
        .hasMessageContaining("no store is called vualt; did you mean vault?")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault://kv/hunter2/../x",
        "env://hunter2?region=x",
        "env://hunter2#a#b",
        "env://hunter2%zz",
        "env://",
        "hunter 2://x",
        "://hunter2"
      })
  void aReferenceThatBreaksTheGrammarIsNotRepeated(String text) {
    noReference("secret.db.fallback = " + text, "secret.db = env://A")
        .hasMessageContaining("line 1: secret.db.fallback takes a reference")
        .hasMessageNotContaining("hunter");
  }

  @Test
  void aNamePointsToAReferenceAndNeverToAName() {
    noReference("secret.a = env://A", "secret.b = a")
        .hasMessageContaining("line 2: secret.b points to another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-sm", "aws-ssm", "vault", "azure-kv", "gcp-sm", "mem", "env", "file"})
  void aKindOfOursNeedsNotBeOnTheClassPath(String kind) {
    var builder = Secrets.builder().environment(java.util.Map.of()).alias("x", kind + "://x");
    assertThat(builder.settings().names()).containsKey("x");
  }

  @Test
  void aConfiguredStoreAndAnOfferedKindMayBeReferredTo() {
    var settings = read(
        "store.vault-eu.provider = vault", "secret.a = vault-eu://kv/x", "secret.b = safe://x");
    assertThat(settings.names().keySet()).containsExactly("a", "b");
  }

  @Test
  void whatIsSaidOfANameThatIsNotGivenIsAnError() {
    invalid("secret.db.ttl = 30s")
        .hasMessageContaining("line 1: secret.db.ttl is set, and secret.db is not");
  }

  @Test
  void aTtlIsOneSecondOrMore() {
    invalid("secret.db = env://A", "secret.db.ttl = 999ms")
        .hasMessageContaining("line 2: secret.db.ttl is too short");
    assertThat(
            read("secret.db = env://A", "secret.db.ttl = 1s").names().get("db").ttl())
        .contains(Duration.ofSeconds(1));
  }

  @Test
  void wordsAreTakenStrictly() {
    invalid("secret.db = env://A", "secret.db.optional = yes")
        .hasMessageContaining("takes true or false");
    invalid("secret.db = env://A", "secret.db.trim = both").hasMessageContaining("takes newline");
    invalid("secret.db = env://A", "secret.db.decode = hex").hasMessageContaining("takes base64");
    invalid("secret.db = env://A", "secret.db.masked = True")
        .hasMessageContaining("takes true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "-a", "_a", "a b", "a\n", "é", "a/b"})
  void aNameThatIsNoneIsRefusedAtOnce(String name) {
    assertThatThrownBy(() -> builder().alias(name, "env://A"))
        .isInstanceOfSatisfying(
            SecretsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
  }
}
