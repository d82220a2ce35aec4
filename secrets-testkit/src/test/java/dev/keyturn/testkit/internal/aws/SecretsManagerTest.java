package dev.keyturn.testkit.internal.aws;

import static dev.keyturn.testkit.internal.aws.AwsWire.list;
import static dev.keyturn.testkit.internal.aws.AwsWire.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretsManagerTest {
  private static final String GET = "secretsmanager.GetSecretValue";
  private static final String DESCRIBE = "secretsmanager.DescribeSecret";
  private static final String BATCH = "secretsmanager.BatchGetSecretValue";
  private static final String MOVE = "secretsmanager.UpdateSecretVersionStage";
  private static final String DB = "{\"SecretId\":\"prod/db\"}";

  private final ManualTime time = new ManualTime();
  private final AwsEmulator emulator = AwsEmulator.start(time);
  private final AwsWire wire = new AwsWire(emulator.endpoint());

  @AfterEach
  void close() {
    emulator.close();
  }

  private Object staged(String stage) throws Exception {
    String body = "{\"SecretId\":\"prod/db\",\"VersionStage\":\"" + stage + "\"}";
    return wire.call(GET, body).get("SecretString");
  }

  @Test
  void rotatesInOneStep() throws Exception {
    emulator.put("prod/db", "one");
    emulator.rotate("prod/db", "two");
    emulator.rotate("prod/db", "three");

    assertThat(staged("AWSCURRENT")).isEqualTo("three");
    assertThat(staged("AWSPREVIOUS")).isEqualTo("two");
    assertThat(object(wire.call(DESCRIBE, DB).get("VersionIdsToStages"))).hasSize(2);
  }

  @Test
  void leavesAVersionPendingUntilTheRotationIsFinished() throws Exception {
    emulator.put("prod/db", "one");
    emulator.beginRotation("prod/db", "two");
    assertThat(staged("AWSCURRENT")).isEqualTo("one");
    assertThat(staged("AWSPENDING")).isEqualTo("two");

    emulator.finishRotation("prod/db");
    assertThat(staged("AWSCURRENT")).isEqualTo("two");
    assertThat(staged("AWSPREVIOUS")).isEqualTo("one");
    assertThatThrownBy(() -> staged("AWSPENDING")).hasMessageContaining("AWSPENDING");
    assertThatThrownBy(() -> emulator.finishRotation("prod/db"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rotatesByTheCallsARotationMakes() throws Exception {
    String first = emulator.put("prod/db", "one");
    wire.call(
        "secretsmanager.PutSecretValue",
        "{\"SecretId\":\"prod/db\",\"SecretString\":\"two\",\"ClientRequestToken\":\"v2\","
            + "\"VersionStages\":[\"AWSPENDING\"]}");
    String move =
        "{\"SecretId\":\"prod/db\",\"VersionStage\":\"AWSCURRENT\",\"MoveToVersionId\":\"v2\"";

    assertThat(wire.error(MOVE, move + "}")).isEqualTo("400 InvalidParameterException");
    wire.call(MOVE, move + ",\"RemoveFromVersionId\":\"" + first + "\"}");
    assertThat(staged("AWSCURRENT")).isEqualTo("two");
    assertThat(staged("AWSPREVIOUS")).isEqualTo("one");
  }

  @Test
  void tellsWhenTheNextRotationIsDue() throws Exception {
    emulator.put("prod/db", "one");
    emulator.schedule("prod/db", Instant.parse("2026-02-01T00:00:00Z"));

    assertThat(wire.call(DESCRIBE, DB))
        .containsEntry("RotationEnabled", true)
        .extractingByKey("NextRotationDate", InstanceOfAssertFactories.DOUBLE)
        .isEqualTo(1769904000.0);
  }

  @Test
  void readsByNameByArnAndByPartialArn() throws Exception {
    emulator.put("prod/db", "one");
    String arn = emulator.arn("prod/db");

    for (String id : new String[] {"prod/db", arn, arn.substring(0, arn.length() - 7)}) {
      assertThat(wire.call(GET, "{\"SecretId\":\"" + id + "\"}")).containsEntry("ARN", arn);
    }
    assertThat(wire.error(GET, "{\"SecretId\":\"" + arn + "x\"}"))
        .isEqualTo("400 ResourceNotFoundException");
  }

  @Test
  void marksForDeletionRestoresAndForgets() throws Exception {
    emulator.put("prod/db", "one");
    emulator.delete("prod/db");
    assertThat(wire.error(GET, DB)).isEqualTo("400 InvalidRequestException");
    assertThat(wire.call(DESCRIBE, DB)).containsKey("DeletedDate");

    emulator.restore("prod/db");
    assertThat(staged("AWSCURRENT")).isEqualTo("one");

    emulator.delete("prod/db");
    time.advance(Duration.ofDays(30));
    assertThat(wire.error(DESCRIBE, DB)).isEqualTo("400 ResourceNotFoundException");
  }

  @Test
  void givesASecretThatIsPutAgainAnotherArn() {
    emulator.put("prod/db", "one");
    String before = emulator.arn("prod/db");
    emulator.remove("prod/db");
    emulator.put("prod/db", "one");

    assertThat(emulator.arn("prod/db")).isNotEqualTo(before);
  }

  @Test
  void answersABatchSecretBySecret() throws Exception {
    emulator.put("a", "1");
    emulator.put("denied", "2");
    emulator.put("deleted", "3");
    emulator.delete("deleted");
    emulator.controls().deny("denied");

    Map<String, Object> answer =
        wire.call(BATCH, "{\"SecretIdList\":[\"a\",\"denied\",\"deleted\",\"missing\"]}");
    assertThat(list(answer.get("SecretValues"))).hasSize(1);
    assertThat(list(answer.get("Errors")))
        .extracting(error -> object(error).get("SecretId") + " " + object(error).get("ErrorCode"))
        .containsExactly(
            "denied AccessDeniedException",
            "deleted InvalidRequestException",
            "missing ResourceNotFoundException");
  }

  @Test
  void refusesABatchOfTwentyOne() throws Exception {
    String ids = "\"a\",".repeat(20) + "\"a\"";

    assertThat(wire.error(BATCH, "{\"SecretIdList\":[" + ids + "]}"))
        .isEqualTo("400 ValidationException");
  }

  @Test
  void keepsBytesAsBytes() throws Exception {
    emulator.put("prod/db", new byte[] {0, -1});

    assertThat(wire.call(GET, DB))
        .containsEntry("SecretBinary", "AP8=")
        .doesNotContainKey("SecretString");
  }

  @Test
  void refusesMoreThan64KiB() throws Exception {
    String create = "{\"Name\":\"big\",\"ClientRequestToken\":\"t\",\"SecretString\":\"%s\"}";

    assertThat(wire.error("secretsmanager.CreateSecret", create.formatted("x".repeat(65_537))))
        .isEqualTo("400 ValidationException");
    wire.call("secretsmanager.CreateSecret", create.formatted("x".repeat(65_536)));
  }

  @Test
  void refusesWhatIsNotSignedOrNotUnderstood() throws Exception {
    HttpRequest unsigned = HttpRequest.newBuilder(emulator.endpoint())
        .header("X-Amz-Target", GET)
        .POST(BodyPublishers.ofString(DB))
        .build();

    assertThat(wire.send(unsigned).body()).contains("MissingAuthenticationTokenException");
    assertThat(wire.error(GET, "{\"SecretId\":")).isEqualTo("400 SerializationException");
    assertThat(wire.error(GET, "{\"SecretId\":7}")).isEqualTo("400 SerializationException");
    assertThat(wire.error(GET, "{}")).isEqualTo("400 ValidationException");
    assertThat(wire.error("secretsmanager.Nothing", DB)).isEqualTo("400 UnknownOperationException");
    assertThat(wire.error("other.Nothing", DB)).isEqualTo("400 UnknownOperationException");
  }
}
