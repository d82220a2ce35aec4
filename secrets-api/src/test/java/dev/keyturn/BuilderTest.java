package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.internal.Settings;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.SecretsObserver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest extends ConfigTest {
  @Test
  void withoutAWordEverythingHasItsDefault() {
    Settings settings = builder().settings();
    assertThat(settings.names()).isEmpty();
    assertThat(settings.stores()).isEmpty();
    assertThat(settings.cache()).hasToString(CachePolicy.defaults().toString());
    assertThat(settings.timeout()).hasSeconds(10);
    assertThat(settings.callBudget()).hasSeconds(90);
    assertThat(settings.leaseGrace()).hasSeconds(60);
    assertThat(settings.revokeOnClose()).isTrue();
    assertThat(settings.auditHits()).isFalse();
    assertThat(settings.insecureHosts()).isEmpty();
    assertThat(settings.observers()).isEmpty();
    assertThat(settings.time()).isNull();
    assertThat(settings.allow().allows(SecretRef.parse("env://ANYTHING"), false))
        .isTrue();
    assertThat(settings.classLoader()).isSameAs(loader);
  }

  @Test
  void withoutALoaderAndAnEnvironmentItTakesItsOwn() {
    Settings settings = Secrets.builder().settings();
    assertThat(settings.classLoader()).isSameAs(Secrets.class.getClassLoader());
    assertThat(settings.environment()).isEqualTo(System.getenv());
  }

  @Test
  void theFileSaysTheRest() {
    Settings settings = read(
        "cache.ttl = 2m",
        "cache.stale-if-error = 0s",
        "cache.not-found-ttl = 500ms",
        "cache.max-entries = 7",
        "call.budget = 10s",
        "leases.grace = 0s",
        "leases.revoke-on-close = false",
        "audit.hits = true");
    assertThat(settings.cache().ttl()).hasMinutes(2);
    assertThat(settings.cache().staleIfError()).isZero();
    assertThat(settings.cache().notFoundTtl()).hasMillis(500);
    assertThat(settings.cache().maxEntries()).isEqualTo(7);
    assertThat(settings.callBudget()).hasSeconds(10);
    assertThat(settings.leaseGrace()).isZero();
    assertThat(settings.revokeOnClose()).isFalse();
    assertThat(settings.auditHits()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache.ttl",
        "cache.stale-if-error",
        "cache.not-found-ttl",
        "call.budget",
        "leases.grace"
      })
  void aDurationHasAUnitAndABound(String key) {
    for (String wrong :
        new String[] {"7", "7 s", "-7s", "1.5h", "PT7S", "7S", "٧s", "99999999999999999999s", "s"
        }) {
      invalid(key + " = " + wrong)
          .hasMessageEndingWith(
              "line 1: " + key + " takes a duration such as 30s, 5m, 1h or 500ms");
    }
    invalid(key + " = 4000d").hasMessageContaining(key + " is more than ten years");
  }

  @Test
  void durationsHaveALeast() {
    invalid("cache.ttl = 0s").hasMessageContaining("1s is the least");
    invalid("call.budget = 0ms").hasMessageContaining("call.budget is too short: zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1.5", "99999999999"})
  void aCountIsAWholeNumber(String wrong) {
    invalid("cache.max-entries = " + wrong)
        .hasMessageContaining("cache.max-entries takes a whole number");
  }

  @Test
  void whatTheBuilderIsToldWinsOverTheFileWhateverTheOrder() {
    Settings settings = builder()
        .alias("a", "env://CODE")
        .config(file("k.properties", "secret.a = env://FILE", "secret.a.ttl = 9s"))
        .settings();
    assertThat(settings.names().get("a").ref().path()).isEqualTo("CODE");
    assertThat(settings.names().get("a").origin()).isEqualTo("the builder");
    assertThat(settings.names().get("a").ttl()).contains(Duration.ofSeconds(9));
  }

  @Test
  void aPolicyStandsInPlaceOfTheFiles() {
    var policy = CachePolicy.defaults().withTtl(Duration.ofSeconds(3));
    var builder = fromFile("cache.ttl = 9s", "cache.max-entries = 9").cache(policy);
    assertThat(builder.settings().cache()).hasToString(policy.toString());
    assertThat(builder.set("cache.max-entries", "5").settings().cache())
        .hasToString(policy.withMaxEntries(5).toString());
    assertThat(builder.cache(policy).settings().cache()).hasToString(policy.toString());
  }

  @Test
  void onlyWhatARuleNamesIsAllowed() {
    var allow = read("allow = env://APP_*, vault://kv/app/*,names").allow();
    assertThat(allow.allows(SecretRef.parse("env://APP_X#f"), false)).isTrue();
    assertThat(allow.allows(SecretRef.parse("vault://kv/app/a/b?version=3"), false))
        .isTrue();
    assertThat(allow.allows(SecretRef.parse("env://OTHER"), false)).isFalse();
    assertThat(allow.allows(SecretRef.parse("env://OTHER"), true)).isTrue();
    var replaced =
        fromFile("allow = *").allow("file://x", "file://y").settings().allow();
    assertThat(replaced.allows(SecretRef.parse("file://y"), false)).isTrue();
    assertThat(replaced.allows(SecretRef.parse("file://z"), true)).isFalse();
  }

  @Test
  void aRuleThatCouldNeverMatchIsAnError() {
    invalid("allow = hunter2")
        .hasMessageContaining("allow takes")
        .hasMessageNotContaining("hunter2");
    invalid("allow = env://a#b").hasMessageContaining("without them");
    invalid("allow = env://a?version=1").hasMessageContaining("without them");
    invalid("allow = env://a,,names").hasMessageContaining("empty item");
    refused(ErrorCode.INVALID_CONFIGURATION, builder().allow())
        .hasMessageContaining("allow has no value");
    assertThatThrownBy(() -> builder().allow("env://a,b"))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("comma");
  }

  @Test
  void insecureHostsComeFromTheVariableAndTheBuilder() {
    var settings = builder()
        .environment(Map.of("KEYTURN_INSECURE_HTTP", "Vault, localstack,"))
        .insecureHttp("a")
        .insecureHttp("[fd00::1]")
        .settings();
    assertThat(settings.insecureHosts())
        .containsExactlyInAnyOrder("vault", "localstack", "a", "[fd00::1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "http://vault", "vault:8200", "*.example.com", "a b", "user@host", "vault."})
  void anInsecureHostIsAnExactName(String host) {
    refused(ErrorCode.INVALID_CONFIGURATION, builder().insecureHttp(host))
        .hasMessageContaining("insecureHttp takes exact names");
    refused(
            ErrorCode.INVALID_CONFIGURATION,
            builder().environment(Map.of("KEYTURN_INSECURE_HTTP", host)))
        .hasMessageContaining("KEYTURN_INSECURE_HTTP takes exact names");
  }

  @Test
  void noFileMakesAHostInsecure() {
    invalid("insecure-http = vault").hasMessageContaining("unknown");
  }

  @Test
  void aDeadlineIsMoreThanNothing() {
    assertThat(builder().timeout(Duration.ofMillis(1)).settings().timeout()).hasMillis(1);
    assertThatThrownBy(() -> builder().timeout(Duration.ZERO)).isInstanceOf(SecretsException.class);
    assertThatThrownBy(() -> builder().timeout(Duration.ofDays(9999)))
        .isInstanceOf(SecretsException.class);
  }

  @Test
  void observersAddUp() {
    SecretsObserver one = new SecretsObserver() {};
    SecretsObserver two = new SecretsObserver() {};
    assertThat(builder().observer(one).observer(two).settings().observers())
        .containsExactly(one, two);
  }

  @Test
  void aBuilderMayBeUsedAgain() {
    var builder = builder().alias("a", "env://A");
    Settings before = builder.settings();
    Settings after = builder.alias("b", "env://B").settings();
    assertThat(before.names()).containsOnlyKeys("a");
    assertThat(after.names()).containsOnlyKeys("a", "b");
  }

  @Test
  void nothingShowsAValue() {
    var settings = fromFile("secret.a = env://hunter2", "store.vault.token = env://hunter2")
        .settings();
    assertThat(settings.toString()).doesNotContain("hunter2");
    assertThat(settings.stores().toString()).doesNotContain("hunter2");
    assertThat(new Setting("a", "hunter2", "x", true).toString()).doesNotContain("hunter2");
  }
}
