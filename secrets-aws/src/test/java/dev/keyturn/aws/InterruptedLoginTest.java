package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.Controls;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A role that a profile names is taken on by the SDK, and that may fail for other reasons than the role. */
class InterruptedLoginTest {
  /** The SDK asks for it, not for the environment of a store. */
  private static final String STS_ADDRESS = "aws.endpointUrlSts";

  private static final String REGION = "aws.region";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String CONFIG = """
      [profile prod]
      region = us-east-1
      role_arn = arn:aws:iam::000000000000:role/reader
      source_profile = keys
      [profile keys]
      aws_access_key_id = AKIDTEST
      aws_secret_access_key = key-of-this-test
      """;

  @TempDir
  Path home;

  private final AwsEmulator emulator = AwsEmulator.start();
  private final Controls sts = emulator.controls().on("AssumeRole");

  @BeforeEach
  void start() {
    emulator.put("prod/db", "value-of-db");
    System.setProperty(STS_ADDRESS, emulator.endpoint().toString());
    System.setProperty(REGION, "us-east-1");
  }

  @AfterEach
  void close() {
    System.clearProperty(STS_ADDRESS);
    System.clearProperty(REGION);
    emulator.close();
  }

  private Opened open() throws Exception {
    Map<String, String> environment = Map.of(
        "AWS_CONFIG_FILE",
        Files.writeString(home.resolve("config"), CONFIG).toString(),
        "AWS_SHARED_CREDENTIALS_FILE",
        home.resolve("none").toString(),
        "AWS_ENDPOINT_URL",
        emulator.endpoint().toString());
    return Opened.open(new AwsSecretsManagerProvider(), Map.of("profile", "prod"), environment);
  }

  private void assertFails(ErrorCode code, String advice) throws Exception {
    try (Opened opened = open()) {
      StoreException failure = opened.failure("aws-sm://prod/db", LONG);
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(failure).hasMessageContaining("profile prod").hasMessageContaining(advice);
    }
  }

  @Test
  void isToldFromOneThatIsRefused() throws Exception {
    try (Opened opened = open()) {
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
    }
    sts.fail(Controls.ALWAYS, 503);
    assertFails(ErrorCode.UNAVAILABLE, "out of order");
    sts.heal().throttle(Controls.ALWAYS);
    assertFails(ErrorCode.THROTTLED, "fewer calls");
    emulator.controls().heal().deny("AssumeRole");
    assertFails(ErrorCode.UNAUTHENTICATED, "gave no credentials");
  }

  @Test
  void mayBeAMatterOfTheNetworkAndNotOfAFile() {
    assertThat(Interruption.of(because(new UnknownHostException())))
        .contains(ErrorCode.UNAVAILABLE);
    assertThat(Interruption.of(because(new NoSuchFileException("the session of a login"))))
        .isEmpty();
  }

  private static SdkClientException because(Exception cause) {
    return SdkClientException.create("a page of text", cause);
  }
}
