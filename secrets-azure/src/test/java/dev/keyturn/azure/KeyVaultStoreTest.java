package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyVaultStoreTest {
  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.at(emulator);
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  private String missing(String ref) {
    StoreException failure = opened.failure(ref);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.NOT_FOUND);
    return failure.getMessage();
  }

  @Test
  void readsTheCurrentVersionAndTellsWhenItWasMade() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    emulator.put("db-password", "first");
    String id = emulator.rotate("db-password", "second");
    StoredSecret stored = opened.fetch("azure-kv://db-password");
    assertThat(opened.text("azure-kv://db-password")).isEqualTo("second");
    assertThat(stored.version()).contains(id);
    assertThat(stored.isFixedVersion()).isFalse();
    assertThat(stored.createdAt().orElseThrow()).isBetween(before, Instant.now());
    assertThat(stored.expiresAt()).isEmpty();
  }

  @Test
  void readsAVersionByItsId() throws Exception {
    String first = emulator.put("db-password", "first");
    emulator.rotate("db-password", "second");
    StoredSecret stored = opened.fetch("azure-kv://db-password?version=" + first);
    assertThat(stored.version()).contains(first);
    assertThat(stored.isFixedVersion()).isTrue();
    assertThat(opened.text("azure-kv://db-password?version=" + first)).isEqualTo("first");
  }

  @Test
  void readsWithoutRegardToCaseAsTheServiceDoes() throws Exception {
    emulator.put("Db-Password", "value");
    assertThat(opened.text("azure-kv://db-password")).isEqualTo("value");
  }

  @Test
  void saysWhatIsMissingAboutEachSecretThatCannotBeRead() {
    emulator.put("old", "value");
    emulator.disable("old");
    assertThat(missing("azure-kv://old")).contains("disabled", "set-attributes --enabled true");

    emulator.put("gone", "value");
    emulator.delete("gone");
    assertThat(missing("azure-kv://gone")).contains("deleted", "recovered");
    assertThat(missing("azure-kv://never")).contains("no never in https://");

    emulator.put("versions", "value");
    String unknown = "0123456789abcdef0123456789abcdef";
    assertThat(missing("azure-kv://versions?version=" + unknown)).contains("version " + unknown);
  }

  @Test
  void refusesWhatIsNotYetValidAlthoughTheServiceGivesItOut() throws Exception {
    emulator.put("future", "value");
    emulator.notBefore("future", Instant.parse("2090-01-01T00:00:00Z"));
    assertThat(missing("azure-kv://future")).contains("not yet valid", "2090-01-01T00:00:00Z");

    emulator.notBefore("future", Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(opened.text("azure-kv://future")).isEqualTo("value");
  }

  @Test
  void tellsAnExpiryAndReadsOnAfterIt() throws Exception {
    Instant end = Instant.parse("2020-01-01T00:00:00Z");
    emulator.put("expired", "value");
    emulator.expires("expired", end);
    assertThat(opened.fetch("azure-kv://expired").expiresAt()).contains(end);
  }

  @Test
  void readsAVersionThatWasDisabledUnderAnotherThatWasNot() throws Exception {
    String first = emulator.put("two", "first");
    emulator.rotate("two", "second");
    emulator.disable("two", first);
    assertThat(opened.text("azure-kv://two")).isEqualTo("second");
    assertThat(missing("azure-kv://two?version=" + first)).contains("disabled");
  }

  @Test
  void asksOnceForAChallengeAndOnceForAToken() throws Exception {
    emulator.put("db-password", "value");
    for (int i = 0; i < 5; i++) {
      opened.fetch("azure-kv://db-password");
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(1);
    assertThat(emulator.controls().calls("GetSecret")).isEqualTo(6);
  }

  @Test
  void readsTwoVaultsUnderTwoNames() throws Exception {
    try (AzureKeyVaultEmulator other = AzureKeyVaultEmulator.start();
        Opened second = Opened.at(other)) {
      emulator.put("same", "of the first");
      other.put("same", "of the second");
      assertThat(opened.text("azure-kv://same")).isEqualTo("of the first");
      assertThat(second.text("vault-two://same")).isEqualTo("of the second");
    }
  }

  @Test
  void namesTheRoleToGrant() {
    emulator.put("db-password", "value");
    emulator.controls().deny("db-password");
    StoreException failure = opened.failure("azure-kv://db-password");
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure)
        .hasMessageContaining("Key Vault Secrets User")
        .hasMessageContaining("ByRbac");
    emulator.useAccessPolicies();
    assertThat(opened.failure("azure-kv://db-password"))
        .hasMessageContaining("access policies")
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void describesItselfWithoutACall() {
    assertThat(opened.store.describe())
        .containsEntry("address", emulator.vaultUrl().toString())
        .extracting("identity")
        .asString()
        .contains("ID token of id-token", emulator.tenantId());
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void sendsNothingToAHostThatTheChallengeIsNotFor() throws Exception {
    emulator.put("db-password", "value");
    Map<String, String> elsewhere = Map.of("vault-url", emulator.endpoint().toString());
    try (Opened direct = Opened.at(emulator, elsewhere)) {
      StoreException failure = direct.failure("azure-kv://db-password");
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("another host").hasMessageContaining("vault-url");
    }
    assertThat(emulator.controls().calls("Token")).isZero();
  }
}
