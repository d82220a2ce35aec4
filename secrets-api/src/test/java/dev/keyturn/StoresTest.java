package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoresTest extends ConfigTest {
  @Test
  void theProvidersKeysAndThoseOfTheEngineAreToldApart() {
    var store = read(
            "store.vault.address = https://vault.example.com",
            "store.vault.kv-version.team%2Fkv = 2",
            "store.vault.timeout = 3s",
            "store.vault.expired = refuse",
            "store.vault.trim = newline",
            "store.vault.proxy = http://proxy.example.com:3128",
            "store.vault.ca-cert = /etc/ca.pem")
        .stores()
        .get("vault");
    assertThat(store.kind()).isEqualTo("vault");
    assertThat(store.timeout()).contains(Duration.ofSeconds(3));
    assertThat(store.refuseExpired()).isTrue();
    assertThat(store.trimNewline()).isTrue();
    assertThat(store.instance()).isNull();
    assertThat(store.values())
        .containsOnly(
            entry("address", "https://vault.example.com"),
            entry("kv-version.team%2Fkv", "2"),
            entry("proxy", "http://proxy.example.com:3128"),
            entry("ca-cert", "/etc/ca.pem"));
    assertThat(store.origins())
        .hasSize(7)
        .containsEntry("timeout", directory.resolve("keyturn.properties") + ", line 3");
  }

  @Test
  void aSecondStoreOfAKindHasANameOfItsOwn() {
    var stores = read(
            "store.vault-eu.provider = vault", "store.vault-eu.address = https://eu.example.com")
        .stores();
    assertThat(stores).containsOnlyKeys("vault-eu");
    assertThat(stores.get("vault-eu").kind()).isEqualTo("vault");
    assertThat(stores.get("vault-eu").values()).containsOnlyKeys("address");
  }

  @Test
  void valuesOfTheEnginesKeysAreTakenStrictly() {
    invalid("store.vault.timeout = 0s").hasMessageContaining("store.vault.timeout is too short");
    invalid("store.vault.expired = maybe").hasMessageContaining("takes serve or refuse");
    invalid("store.vault.trim = true").hasMessageContaining("takes newline");
    invalid("store.vault.provider = two words").hasMessageContaining("takes a kind of store");
  }

  @Test
  void whatIsSaidOfAwsHoldsForBothStoresUnlessOneIsNamed() {
    var stores = read(
            "store.aws-ssm.region = us-east-1",
            "store.aws.region = eu-west-1",
            "store.aws.timeout = 4s")
        .stores();
    assertThat(stores).containsOnlyKeys("aws-sm", "aws-ssm");
    assertThat(stores.get("aws-sm").values()).containsEntry("region", "eu-west-1");
    assertThat(stores.get("aws-ssm").values()).containsEntry("region", "us-east-1");
    assertThat(stores.get("aws-ssm").timeout()).contains(Duration.ofSeconds(4));
    assertThat(stores.get("aws-sm").origins().get("region")).endsWith("line 2 (store.aws.region)");
  }

  @Test
  void whatIsSaidOfOneAwsStoreWinsAlsoOverALaterLayer() {
    var stores = fromFile("store.aws-sm.region = us-east-1")
        .set("store.aws.region", "eu-west-1")
        .settings()
        .stores();
    assertThat(stores.get("aws-sm").values()).containsEntry("region", "us-east-1");
    assertThat(stores.get("aws-ssm").values()).containsEntry("region", "eu-west-1");
  }

  @Test
  void oneAwsStoreMayBeRedirectedWithoutTheOther() {
    var stores = read(
            "store.aws.region = eu-west-1",
            "store.aws-sm.provider = safe",
            "store.aws-sm.door = front")
        .stores();
    assertThat(stores.get("aws-sm").kind()).isEqualTo("safe");
    assertThat(stores.get("aws-sm").values()).containsOnly(entry("door", "front"));
    assertThat(stores.get("aws-ssm").values()).containsOnly(entry("region", "eu-west-1"));
  }

  @Test
  void aLaterLayerThatGivesAnotherKindStartsTheStoresKeysAnew() {
    var store = fromFile(
            "store.vault.address = https://vault.example.com", "store.vault.timeout = 3s")
        .store("vault", "safe", Map.of("door", "back"))
        .settings()
        .stores()
        .get("vault");
    assertThat(store.kind()).isEqualTo("safe");
    assertThat(store.values()).containsOnly(entry("door", "back"));
    assertThat(store.origins()).containsOnlyKeys("provider", "door", "timeout");
    assertThat(store.timeout()).contains(Duration.ofSeconds(3));
  }

  @Test
  void aLaterLayerThatGivesTheSameKindAddsToWhatWasSaid() {
    var store = fromFile("store.eu.address = https://vault.example.com")
        .store("eu", "vault", Map.of("role", "deploy"))
        .settings()
        .stores()
        .get("eu");
    assertThat(store.values()).containsOnlyKeys("address", "role");
    assertThat(store.origins()).containsEntry("role", "the builder");
  }

  @Test
  void keysOfAnotherKindInTheSameFileAreAMistake() {
    invalid("store.vault.provider = safe", "store.vault.address = x")
        .hasMessageContaining("unknown key store.vault.address");
  }

  @Test
  void anObjectMayBeAStore() {
    SecretStore object = new Empty();
    var store = fromFile(
            "store.vault.address = https://vault.example.com",
            "store.vault.timeout = 3s",
            "secret.a = vault://kv/a")
        .store("vault", object)
        .settings()
        .stores()
        .get("vault");
    assertThat(store.instance()).isSameAs(object);
    assertThat(store.values()).isEmpty();
    assertThat(store.timeout()).contains(Duration.ofSeconds(3));
  }

  @Test
  void anObjectTakesNoKeys() {
    refused(
            ErrorCode.INVALID_CONFIGURATION,
            builder().store("own", new Empty()).set("store.own.address", "x"))
        .hasMessageContaining("the builder: store.own.address does not apply");
    refused(
            ErrorCode.INVALID_CONFIGURATION,
            builder().store("own", new Empty()).set("store.own.provider", "x"))
        .hasMessageContaining("store.own.provider does not apply");
  }

  @Test
  void ofTwoCallsForOneStoreTheLastCounts() {
    var asKind = builder()
        .store("own", new Empty())
        .store("own", "safe", Map.of("door", "x"))
        .settings();
    assertThat(asKind.stores().get("own").instance()).isNull();
    var asObject = builder()
        .store("own", "safe", Map.of("door", "x"))
        .store("own", new Empty())
        .settings();
    assertThat(asObject.stores().get("own").instance()).isNotNull();
  }

  @Test
  void awsIsNotTheNameOfOneStore() {
    assertThatThrownBy(() -> builder().store("aws", new Empty()))
        .isInstanceOf(SecretsException.class)
        .hasMessageContaining("aws-sm and aws-ssm");
    assertThat(builder().store("aws", "safe", Map.of()).settings().stores())
        .containsOnlyKeys("aws-sm", "aws-ssm");
  }

  /** A store that has nothing. */
  private static final class Empty implements SecretStore {
    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) {
      throw new AssertionError("reading a configuration fetches nothing");
    }

    @Override
    public void close() {}
  }
}
