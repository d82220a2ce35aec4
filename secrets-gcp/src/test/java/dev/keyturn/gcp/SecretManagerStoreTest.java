package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretManagerStoreTest {
  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
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

  // versions

  @Test
  void readsTheNewestVersionOrTheOneAskedFor() throws Exception {
    emulator.put("db", "first");
    emulator.rotate("db", "second");
    assertThat(opened.text("gcp-sm://db")).isEqualTo("second");
    assertThat(opened.text("gcp-sm://db?version=latest")).isEqualTo("second");
    assertThat(opened.text("gcp-sm://db?version=1")).isEqualTo("first");
    assertThat(opened.fetch("gcp-sm://db").version()).contains("2");
  }

  @Test
  void followsAnAlias() throws Exception {
    emulator.put("db", "first");
    emulator.rotate("db", "second");
    emulator.alias("db", "prod", 1);
    StoredSecret stored = opened.fetch("gcp-sm://db?version=prod");
    assertThat(stored.version()).contains("1");
    assertThat(stored.isFixedVersion()).isFalse();
    emulator.alias("db", "prod", 2);
    assertThat(opened.text("gcp-sm://db?version=prod")).isEqualTo("second");
  }

  @Test
  void callsANumberAnIdAndNothingElse() throws Exception {
    emulator.put("db", "value");
    assertThat(opened.fetch("gcp-sm://db?version=1").isFixedVersion()).isTrue();
    assertThat(opened.fetch("gcp-sm://db").isFixedVersion()).isFalse();
  }

  @Test
  void readsTheValueOfASecretThatWasMadeAnew() throws Exception {
    emulator.put("db", "before");
    StoredSecret before = opened.fetch("gcp-sm://db");
    emulator.delete("db");
    emulator.put("db", "after");
    Optional<StoredSecret> after =
        opened.store.fetchIfChanged(SecretRef.parse("gcp-sm://db"), before, Opened.TIMEOUT);
    assertThat(after).isPresent();
    assertThat(after.get().version()).isEqualTo(before.version());
    assertThat(after.get().hasSameValueAs(before)).isFalse();
  }

  @Test
  void saysNothingOfDates() throws Exception {
    emulator.put("db", "value");
    StoredSecret stored = opened.fetch("gcp-sm://db");
    assertThat(stored.expiresAt()).isEmpty();
    assertThat(stored.rotatesAt()).isEmpty();
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void tellsDisabledAndDestroyedApart() {
    emulator.put("db", "first");
    emulator.rotate("db", "second");
    emulator.disable("db", "2");
    assertMissing("gcp-sm://db", "is disabled", "`latest` is the newest version");
    assertMissing("gcp-sm://db?version=2", "version 2 of", "gcloud secrets versions enable");
    emulator.destroy("db", "2");
    assertMissing("gcp-sm://db?version=2", "is destroyed, for good");
    assertMissing("gcp-sm://db?version=3", "no version 3");
    assertMissing("gcp-sm://db?version=prod", "no version prod");
    assertMissing("gcp-sm://other", "there is no projects/emulated-project/secrets/other");
  }

  private void assertMissing(String ref, String... words) {
    StoreException failure = opened.failure(ref);
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure.getMessage()).contains(words);
  }

  @Test
  void takesTheNameOfASecretForNoKeyThatFails() {
    emulator.put("kms-cryptokey", "value");
    emulator.destroy("kms-cryptokey", "1");
    assertMissing("gcp-sm://kms-cryptokey", "is destroyed, for good");
    emulator.controls().deny("kms-cryptokey");
    assertThat(opened.failure("gcp-sm://kms-cryptokey")).hasMessageContaining("secretAccessor");
  }

  @Test
  void namesTheRoleAndTheOtherPossibility() {
    emulator.put("db", "value");
    emulator.controls().deny("db");
    StoreException failure = opened.failure("gcp-sm://db");
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure)
        .hasMessageContaining(
            "roles/secretmanager.secretAccessor on projects/emulated-project/secrets/db")
        .hasMessageContaining("does not exist");
  }

  // projects and places

  @Test
  void holdsAProjectInAReferenceAgainstTheConfiguration() throws Exception {
    emulator.put("projects/other/secrets/db", "value-of-other");
    emulator.put("db", "value");
    assertThat(opened.text("gcp-sm://projects/emulated-project/secrets/db")).isEqualTo("value");
    assertRefused("gcp-sm://projects/other/secrets/db", "store.gcp-sm.projects");
    try (Opened both = Opened.at(emulator, Map.of("projects", "third, other"))) {
      assertThat(both.text("gcp-sm://projects/other/secrets/db")).isEqualTo("value-of-other");
      assertThat(both.text("gcp-sm://db")).isEqualTo("value");
    }
  }

  private void assertRefused(String ref, String words) {
    emulator.controls().forgetCalls();
    StoreException failure = opened.failure(ref);
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
    assertThat(failure).hasMessageContaining(words);
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void takesTheProjectFromTheEnvironmentOrTheReference() throws Exception {
    emulator.put("projects/other/secrets/db", "value-of-other");
    Map<String, String> settings =
        Map.of("endpoint", emulator.endpoint().toString(), "auth", "none");
    try (Opened fromVariable = Opened.open(settings, Map.of("GOOGLE_CLOUD_PROJECT", "other"))) {
      assertThat(fromVariable.text("gcp-sm://db")).isEqualTo("value-of-other");
    }
    try (Opened fromReference = Opened.open(settings, Map.of())) {
      assertThat(fromReference.text("gcp-sm://projects/other/secrets/db"))
          .isEqualTo("value-of-other");
      StoreException failure = fromReference.failure("gcp-sm://db");
      assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining("store.gcp-sm.project")
          .hasMessageContaining("GOOGLE_CLOUD_PROJECT")
          .hasMessageContaining("projects/PROJECT/secrets/db");
    }
  }

  @Test
  void readsRegionalSecrets() throws Exception {
    emulator.put("projects/emulated-project/locations/europe-west3/secrets/db", "regional");
    emulator.put("db", "global");
    try (Opened regional = Opened.at(emulator, Map.of("location", "europe-west3"))) {
      assertThat(regional.text("gcp-sm://db")).isEqualTo("regional");
      assertThat(
              regional.text("gcp-sm://projects/emulated-project/locations/europe-west3/secrets/db"))
          .isEqualTo("regional");
      assertThat(regional
              .failure("gcp-sm://projects/emulated-project/locations/us-east1/secrets/db")
              .code())
          .isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
    assertRefused(
        "gcp-sm://projects/emulated-project/locations/europe-west3/secrets/db", "location");
  }

  @Test
  void worksOutItsAddress() throws Exception {
    Map<String, String> project = Map.of("project", "p");
    try (Opened global = Opened.open(project, Map.of());
        Opened regional =
            Opened.open(Map.of("project", "p", "location", "europe-west3"), Map.of())) {
      assertThat(global.store.describe())
          .containsEntry("address", "https://secretmanager.googleapis.com")
          .containsEntry("project", "p")
          .containsEntry("identity", "application default credentials");
      assertThat(regional.store.describe())
          .containsEntry("address", "https://secretmanager.europe-west3.rep.googleapis.com");
    }
  }

  // integrity

  @Test
  void findsEveryFlippedBit() {
    byte[] value = new byte[32];
    Arrays.fill(value, (byte) 'v');
    emulator.put("db", value);
    int malformed = 0;
    for (int bit = 0; bit < 256; bit++) {
      emulator.flipBit("db", bit);
      StoreException failure = opened.failure("gcp-sm://db");
      malformed += failure.code() == ErrorCode.MALFORMED ? 1 : 0;
      assertThat(failure).hasMessageContaining("does not match its CRC32C");
    }
    assertThat(malformed).isEqualTo(256);
  }

  @Test
  void takesNoValueWithoutItsChecksum() {
    emulator.put("db", "value");
    emulator.dropChecksum("db");
    StoreException failure = opened.failure("gcp-sm://db");
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(failure).hasMessageContaining("no CRC32C");
  }
}
