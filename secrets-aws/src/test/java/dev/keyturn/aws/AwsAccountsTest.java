package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsAccountsTest {
  private static final String OTHER = "999999999999";

  private final AwsEmulator emulator = AwsEmulator.start();
  private String arn;
  private String account;

  @BeforeEach
  void put() {
    emulator.put("prod/db", "value-of-db");
    emulator.putSecureString("/app/token", "value-of-token");
    arn = emulator.arn("prod/db");
    account = arn.split(":")[4];
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private static void assertRefused(StoreException failure, String... hints) {
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
    assertThat(failure).hasMessageContainingAll(hints);
  }

  @Test
  void asksOnceWhoseAccountItIs() throws Exception {
    try (Opened opened = Opened.secretsManager(emulator)) {
      assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
      assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
      assertRefused(opened.failure("aws-sm://" + arn.replace(account, OTHER)), OTHER);
    }
    assertThat(emulator.controls().calls("GetCallerIdentity")).isEqualTo(1);
    assertThat(emulator.controls().calls("GetSecretValue")).isEqualTo(2);
  }

  @Test
  void asksAgainForAnotherLogin() throws Exception {
    try (Opened opened = Opened.secretsManager(emulator)) {
      assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
      emulator.controls().on("GetSecretValue").fail(1, 400, "ExpiredTokenException");
      assertThat(opened.failure("aws-sm://" + arn).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("GetCallerIdentity")).isEqualTo(2);
  }

  @Test
  void asksOnceForManyThreadsToo() throws Exception {
    emulator.controls().on("GetCallerIdentity").delay(Duration.ofMillis(100));
    List<FutureTask<String>> readers = new ArrayList<>();
    try (Opened opened = Opened.secretsManager(emulator)) {
      for (int i = 0; i < 8; i++) {
        FutureTask<String> reader = new FutureTask<>(() -> opened.text("aws-sm://" + arn));
        readers.add(reader);
        new Thread(reader, "reader").start();
      }
      for (FutureTask<String> reader : readers) {
        assertThat(reader.get()).isEqualTo("value-of-db");
      }
    }
    assertThat(emulator.controls().calls("GetCallerIdentity")).isEqualTo(1);
  }

  @Test
  void takesTheListInsteadOfAsking() throws Exception {
    Map<String, String> settings = Map.of("accounts", OTHER + " , " + account);
    try (Opened opened = Opened.secretsManager(emulator, settings)) {
      assertThat(opened.text("aws-sm://" + arn)).isEqualTo("value-of-db");
      assertRefused(
          opened.failure("aws-sm://" + arn.replace(account, "111111111111")),
          "store.aws-sm.accounts");
    }
    assertThat(emulator.controls().calls("GetCallerIdentity")).isZero();
  }

  @Test
  void handsNothingOutFromAnAccountThatIsNotListed() throws Exception {
    Map<String, String> settings = Map.of("accounts", OTHER);
    try (Opened opened = Opened.secretsManager(emulator, settings)) {
      assertRefused(opened.failure("aws-sm://prod/db"), account);
    }
    try (Opened opened = Opened.parameterStore(emulator, settings)) {
      assertRefused(opened.failure("aws-ssm://app/token"), account);
      assertRefused(opened.failure("aws-ssm://app/"), account);
    }
  }

  @Test
  void asksNothingInAnotherRegion() throws Exception {
    try (Opened opened = Opened.secretsManager(emulator)) {
      assertRefused(
          opened.failure("aws-sm://" + arn.replace("us-east-1", "eu-west-1")),
          "eu-west-1",
          "us-east-1");
    }
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void readsAParameterByItsArn() throws Exception {
    String parameter = "arn:aws:ssm:us-east-1:" + account + ":parameter/app/token";
    try (Opened opened = Opened.parameterStore(emulator)) {
      assertThat(opened.text("aws-ssm://" + parameter)).isEqualTo("value-of-token");
      assertThat(opened.text("aws-ssm://" + parameter + "?version=1")).isEqualTo("value-of-token");
      assertRefused(opened.failure("aws-ssm://" + parameter.replace(account, OTHER)), OTHER);
    }
  }
}
