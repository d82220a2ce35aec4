package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeyTest extends ConfigTest {
  @ParameterizedTest
  @CsvSource({
    "cache.tll, cache.ttl",
    "cahce.ttl, cache.ttl",
    "cache.stale-on-error, cache.stale-if-error",
    "secret.db.optionl, secret.db.optional",
    "secrets.db, secret.db",
    "sercet.db.ttl, secret.db.ttl",
    "store.vault.adress, store.vault.address",
    "store.vault.provder, store.vault.provider",
    "store.vault.kv-versions.kv, store.vault.kv-version.*",
    "lease.grace, leases.grace",
    "alow, allow",
    "audit.hit, audit.hits",
    "profile.compleet, profile.complete"
  })
  void anUnknownKeyIsNamedWithTheOneThatWasProbablyMeant(String wrong, String meant) {
    invalid(wrong + " = env://hunter2")
        .hasMessageContaining("line 1")
        .hasMessageContaining(wrong)
        .hasMessageContaining("did you mean " + meant)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense.key",
        "secret.my.db",
        "store.vault",
        "secret.-x",
        "cache",
        "keyturn.cache.ttl"
      })
  void anUnknownKeyIsNamed(String key) {
    invalid(key + " = x").hasMessageContaining(key);
  }

  @Test
  void anUnknownKeyOfAStoreListsTheKeysThereAreIfNoneIsNear() {
    invalid("store.vault.region = eu-west-1")
        .hasMessageContaining("store.vault.region")
        .hasMessageContaining("a store of kind vault knows address, auth");
  }

  @Test
  void keysOfAKindThatNobodyOffersAreLeftToItsFirstUse() {
    var settings = read(
        "store.azure-kv.vault-ulr = https://x", "store.own.provider = homemade", "store.own.x = y");
    assertThat(settings.stores().get("azure-kv").values()).containsKey("vault-ulr");
    assertThat(settings.stores().get("own").kind()).isEqualTo("homemade");
  }

  @Test
  void aKeyGivenToTheBuilderIsJudgedToo() {
    refused(ErrorCode.INVALID_CONFIGURATION, builder().set("cache.tll", "5m"))
        .hasMessageContaining("the builder: cache.tll")
        .hasMessageContaining("did you mean cache.ttl?");
  }

  @Test
  void aKeyOfTwoStoresIsNamedAsItWasWritten() {
    invalid("store.aws.regoin = eu-west-1")
        .hasMessageContaining("store.aws.regoin")
        .hasMessageContaining("did you mean store.aws-sm.region?");
  }

  @Test
  void noProviderIsConstructedForAStoreThatIsNotConfigured() {
    assertThat(read("store.vault.address = https://vault.example.com", "secret.a = unlucky://x")
            .names())
        .containsKey("a");
  }
}
