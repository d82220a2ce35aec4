package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest extends ConfigTest {
  @Test
  void theProfilesFileWinsAndTheRestStays() {
    file("keyturn-prod.properties", "secret.b = env://PROD", "cache.ttl = 1m");
    var settings = fromFile("secret.a = env://A", "secret.b = env://B", "cache.ttl = 9m")
        .profile("prod")
        .settings();
    assertThat(settings.names().get("a").ref()).isEqualTo(SecretRef.parse("env://A"));
    assertThat(settings.names().get("b").ref()).isEqualTo(SecretRef.parse("env://PROD"));
    assertThat(settings.names().get("b").origin()).endsWith("keyturn-prod.properties, line 1");
    assertThat(settings.cache().ttl()).hasMinutes(1);
  }

  @Test
  void theVariableChoosesTheProfileAndTheBuilderOverrulesIt() {
    file("keyturn-prod.properties", "secret.a = env://PROD");
    file("keyturn-test.properties", "secret.a = env://TEST");
    var environment = Map.of("KEYTURN_PROFILE", "prod");
    var chosen = fromFile("secret.a = env://A").environment(environment);
    assertThat(chosen.settings().names().get("a").ref().path()).isEqualTo("PROD");
    assertThat(chosen.profile("test").settings().names().get("a").ref().path()).isEqualTo("TEST");
  }

  @Test
  void anEmptyVariableIsNoProfile() {
    var settings = fromFile("secret.a = env://A")
        .environment(Map.of("KEYTURN_PROFILE", ""))
        .settings();
    assertThat(settings.names()).containsKey("a");
  }

  @Test
  void aProfileWithoutAFileIsAnErrorThatNamesIt() {
    refused(ErrorCode.INVALID_CONFIGURATION, fromFile("secret.a = env://A").profile("prod"))
        .hasMessageContaining("the profile is prod")
        .hasMessageContaining("keyturn-prod.properties");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a_b", "a.b", "../x", "pr od", "prod\n"})
  void aProfilesNameIsLettersDigitsAndHyphens(String name) {
    refused(ErrorCode.INVALID_CONFIGURATION, builder().profile(name))
        .hasMessageContaining("letters, digits and '-'");
  }

  @Test
  void theProfileStandsBeforeTheExtensionIfThereIsOne() {
    file("app.conf.properties", "secret.a = env://A");
    file("app.conf-prod.properties", "secret.a = env://B");
    file("plain", "secret.a = env://A");
    file("plain-prod", "secret.a = env://C");
    assertThat(builder()
            .config(directory.resolve("app.conf.properties"))
            .profile("prod")
            .settings()
            .names()
            .get("a")
            .ref()
            .path())
        .isEqualTo("B");
    assertThat(builder()
            .config(directory.resolve("plain"))
            .profile("prod")
            .settings()
            .names()
            .get("a")
            .ref()
            .path())
        .isEqualTo("C");
  }

  @Test
  void aCompleteProfileSetsEveryName() {
    file("keyturn-prod.properties", "secret.a = env://A", "secret.a.ttl = 3s");
    var builder = fromFile("profile.complete = true", "secret.a = env://A", "secret.b = env://B")
        .profile("prod");
    refused(ErrorCode.INVALID_CONFIGURATION, builder)
        .hasMessageContaining(
            "keyturn.properties, line 3: secret.b is set here only, and not by the profile prod");
    assertThat(builder.alias("b", "env://FROM_CODE").settings().names()).containsOnlyKeys("a", "b");
  }

  @Test
  void withoutAProfileNothingIsAskedOfOne() {
    assertThat(read("profile.complete = true", "secret.a = env://A").names()).containsKey("a");
  }

  @Test
  void theProfilesNameIsPutIntoReferencesOnly() {
    file("keyturn-prod.properties");
    var settings = fromFile(
            "secret.a = vault://kv/${profile}/db",
            "secret.b = env://A",
            "secret.b.fallback = vault-${profile}://x",
            "secret.c = env://${HOME}",
            "store.vault-prod.provider = vault",
            "store.vault-prod.role = ${profile}",
            "store.vault-prod.token = env://TOKEN_${profile}")
        .profile("prod")
        .settings();
    assertThat(settings.names().get("a").ref().path()).isEqualTo("kv/prod/db");
    assertThat(settings.names().get("b").fallback()).contains(SecretRef.parse("vault-prod://x"));
    assertThat(settings.names().get("c").ref().path()).isEqualTo("${HOME}");
    assertThat(settings.stores().get("vault-prod").values())
        .containsEntry("role", "${profile}")
        .containsEntry("token", "env://TOKEN_prod");
  }

  @Test
  void aReferenceThatWantsAProfileSaysSoWhereThereIsNone() {
    invalid("secret.a = vault://kv/${profile}/db")
        .hasMessageContaining("line 1: secret.a holds ${profile}");
  }

  @Test
  void aProfileThatGivesAStoreAnotherKindStartsItsKeysAnew() {
    file("keyturn-test.properties", "store.vault.provider = safe");
    var settings = fromFile(
            "store.vault.address = https://x.example.com", "secret.a = vault://kv/a")
        .profile("test")
        .settings();
    assertThat(settings.stores().get("vault").kind()).isEqualTo("safe");
    assertThat(settings.stores().get("vault").values()).isEmpty();
  }

  @Test
  void aKeyMayStandInBothFilesButNotTwiceInOne() {
    file("keyturn-prod.properties", "secret.a = env://A", "secret.a = env://B");
    refused(ErrorCode.INVALID_CONFIGURATION, fromFile("secret.a = env://A").profile("prod"))
        .hasMessageContaining("keyturn-prod.properties gives secret.a twice, in lines 1 and 2");
  }
}
