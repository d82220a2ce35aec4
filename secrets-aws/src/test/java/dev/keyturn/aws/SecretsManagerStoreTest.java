package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsManagerStoreTest {
  private static final SecretRef REF = SecretRef.parse("aws-sm://prod/db");

  private final AwsEmulator emulator = AwsEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.secretsManager(emulator);
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  @Test
  void readsByNameAndByFullAndPartialArn() throws Exception {
    emulator.put("prod/db", "value-of-db");
    String arn = emulator.arn("prod/db");
    assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
    assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
    assertThat(opened.text("aws-sm://" + arn.substring(0, arn.length() - 7)))
        .isEqualTo("value-of-db");
  }

  @Test
  void keepsALeadingSlashAsPartOfTheName() throws Exception {
    emulator.put("/prod/db", "with-slash");
    assertThat(opened.text("aws-sm:///prod/db")).isEqualTo("with-slash");
    assertThat(opened.failure("aws-sm://prod/db").code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void readsASecretThatAnotherServiceOfAwsKeeps() throws Exception {
    emulator.put("rds!db-0a1b2c3d", "value-of-rds");
    String arn = emulator.arn("rds!db-0a1b2c3d");
    assertThat(opened.text("aws-sm://rds!db-0a1b2c3d")).isEqualTo("value-of-rds");
    assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-rds");
  }

  @Test
  void readsStagesAndVersionIds() throws Exception {
    String first = emulator.put("prod/db", "first");
    String second = emulator.rotate("prod/db", "second");
    emulator.beginRotation("prod/db", "third");
    assertThat(opened.text("aws-sm://prod/db")).isEqualTo("second");
    assertThat(opened.text("aws-sm://prod/db?version=AWSPREVIOUS")).isEqualTo("first");
    assertThat(opened.text("aws-sm://prod/db?version=AWSPENDING")).isEqualTo("third");
    assertThat(opened.fetch("aws-sm://prod/db?version=AWSCURRENT").isFixedVersion())
        .isFalse();
    assertThat(opened.text("aws-sm://prod/db?version=" + first)).isEqualTo("first");
    StoredSecret byId = opened.fetch("aws-sm://prod/db?version=" + second);
    assertThat(byId.isFixedVersion()).isTrue();
    assertThat(byId.version()).contains(second);
    assertThat(byId.createdAt()).isPresent();
  }

  @Test
  void saysWhichVersionIsMissing() {
    emulator.put("prod/db", "first");
    StoreException failure = opened.failure("aws-sm://prod/db?version=AWSPENDING");
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure).hasMessageContaining("AWSPENDING");
    String id = "0123456789abcdef0123456789abcdef";
    assertThat(opened.failure("aws-sm://prod/db?version=" + id)).hasMessageContaining(id);
  }

  @Test
  void saysThatADeletedSecretCanComeBack() {
    emulator.put("prod/db", "first");
    emulator.delete("prod/db");
    StoreException failure = opened.failure("aws-sm://prod/db");
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure).hasMessageContaining("restore-secret");
  }

  @Test
  void looksForAChangeWithoutReadingAValue() throws Exception {
    emulator.put("prod/db", "first");
    StoredSecret known = opened.fetch("aws-sm://prod/db");
    emulator.controls().forgetCalls();
    assertThat(opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT)).isEmpty();
    assertThat(emulator.controls().calls("DescribeSecret")).isEqualTo(1);
    assertThat(emulator.controls().calls("GetSecretValue")).isZero();

    emulator.beginRotation("prod/db", "second");
    assertThat(opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT)).isEmpty();
    emulator.finishRotation("prod/db");
    Optional<StoredSecret> changed = opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT);
    assertThat(changed.map(Opened::text)).contains("second");
    assertThat(emulator.controls().calls("GetSecretValue")).isEqualTo(1);
  }

  @Test
  void followsThePreviousStageWithoutReading() throws Exception {
    emulator.put("prod/db", "first");
    emulator.rotate("prod/db", "second");
    SecretRef previous = REF.withVersion("AWSPREVIOUS");
    StoredSecret known = opened.fetch(previous.toString());
    assertThat(opened.store.fetchIfChanged(previous, known, Opened.TIMEOUT)).isEmpty();
    emulator.rotate("prod/db", "third");
    assertThat(opened.store.fetchIfChanged(previous, known, Opened.TIMEOUT).map(Opened::text))
        .contains("second");
  }

  @Test
  void readsWhereItMayNotDescribeAndAsksForThatOnlyOnce() throws Exception {
    emulator.put("prod/db", "first");
    StoredSecret known = opened.fetch("aws-sm://prod/db");
    emulator.controls().deny("DescribeSecret");
    for (int i = 0; i < 3; i++) {
      assertThat(opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT).map(Opened::text))
          .contains("first");
    }
    assertThat(emulator.controls().calls("DescribeSecret")).isEqualTo(1);
  }

  @Test
  void describesAgainAfterADenialOfTheSecretAsAWhole() throws Exception {
    emulator.put("prod/db", "first");
    StoredSecret known = opened.fetch("aws-sm://prod/db");
    emulator.controls().deny("prod/db");
    assertThatThrownBy(() -> opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
    emulator.controls().allow("prod/db");
    assertThat(opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT)).isEmpty();
  }

  @Test
  void takesASecretThatWaitsForItsDeletionAsMissing() throws Exception {
    emulator.put("prod/db", "first");
    StoredSecret known = opened.fetch("aws-sm://prod/db");
    emulator.delete("prod/db");
    assertThatThrownBy(() -> opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void learnsTheNextRotationWhenItLooks() throws Exception {
    emulator.put("prod/db", "first");
    StoredSecret known = opened.fetch("aws-sm://prod/db");
    assertThat(known.rotatesAt()).isEmpty();
    Instant next = Instant.parse("2030-01-02T03:04:05Z");
    emulator.schedule("prod/db", next);
    StoredSecret dated = opened.store.fetchIfChanged(REF, known, Opened.TIMEOUT).orElseThrow();
    assertThat(dated.rotatesAt()).contains(next);
    assertThat(dated.version()).isEqualTo(known.version());
    assertThat(dated.hasSameValueAs(known)).isTrue();
    assertThat(opened.store.fetchIfChanged(REF, dated, Opened.TIMEOUT)).isEmpty();

    emulator.schedule("prod/db", null);
    StoredSecret free = opened.store.fetchIfChanged(REF, dated, Opened.TIMEOUT).orElseThrow();
    assertThat(free.rotatesAt()).isEmpty();
  }

  @Test
  void offersTheOtherStagesWhileARotationIsUnderWay() {
    assertThat(opened.store.candidates(REF))
        .containsExactly(REF.withVersion("AWSPENDING"), REF.withVersion("AWSPREVIOUS"));
    assertThat(opened.store.candidates(REF.withVersion("AWSPREVIOUS"))).isEmpty();
  }

  @Test
  void describesItselfWithoutACall() {
    assertThat(opened.store.describe())
        .containsEntry("address", emulator.endpoint().toString())
        .containsEntry("region", "us-east-1")
        .containsEntry("identity", "none");
    assertThat(emulator.controls().calls()).isZero();
  }
}
