package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreSecretsTest extends ConfigTest {
  @Test
  void whatIsSecretIsGivenAsAReferenceOrAName() {
    var stores = read(
            "secret.door-code = env://CODE",
            "store.vault.token = env://TOKEN",
            "store.safe.code = door-code")
        .stores();
    assertThat(stores.get("vault").values()).containsEntry("token", "env://TOKEN");
    assertThat(stores.get("safe").values()).containsEntry("code", "door-code");
  }

  @Test
  void aPlainValueWhereASecretBelongsIsAnErrorThatDoesNotRepeatIt() {
    noReference("store.vault.token = hvs.hunter2")
        .hasMessageContaining("line 1: store.vault.token takes a reference such as env://TOKEN")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aReferenceToNoStoreIsNotRepeated() {
    noReference("store.vault.token = https://hunter2@example.com")
        .hasMessageContaining("no store is called https")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aStoreDoesNotHoldItsOwnKey() {
    invalid("store.vault.token = vault://kv/token").hasMessageContaining("vault -> vault");
  }

  @Test
  void storesThatWaitForEachOtherArePrinted() {
    invalid(
            "store.vault.token = safe://token",
            "secret.code = vault://kv/code",
            "store.safe.code = code")
        .hasMessageContaining("vault -> safe -> vault");
  }

  @Test
  void aFallbackCanCloseACycleToo() {
    invalid(
            "secret.t = env://T",
            "secret.t.fallback = safe://t",
            "store.vault.token = t",
            "store.safe.code = vault://kv/code")
        .hasMessageContaining("vault -> safe -> vault");
  }

  @Test
  void storesThatShareASourceAreNoCycle() {
    var stores = read(
            "store.a.provider = vault",
            "store.a.token = c://x",
            "store.b.provider = vault",
            "store.b.token = c://x",
            "store.c.provider = vault",
            "store.c.token = env://C")
        .stores();
    assertThat(stores).hasSize(3);
  }

  @Test
  void aVeryLongChainIsNoTrouble() {
    List<String> lines = new ArrayList<>();
    int length = 10_000;
    for (int i = 0; i < length; i++) {
      lines.add("store.s" + i + ".provider = vault");
      lines.add("store.s" + i + ".token = s" + (i + 1) + "://x");
    }
    lines.add("store.s" + length + ".provider = vault");
    assertThat(read(lines.toArray(String[]::new)).stores()).hasSize(length + 1);
  }
}
