package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.testkit.internal.aws.AwsWire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlsTest {
  private static final String GET = "secretsmanager.GetSecretValue";
  private static final String DESCRIBE = "secretsmanager.DescribeSecret";
  private static final String DB = "{\"SecretId\":\"prod/db\"}";
  private static final String OTHER = "{\"SecretId\":\"other\"}";

  private final ManualTime time = new ManualTime();
  private final AwsEmulator emulator = AwsEmulator.start(time);
  private final Controls controls = emulator.controls();
  private final AwsWire wire = new AwsWire(emulator.endpoint());

  @BeforeEach
  void putTwoSecrets() {
    emulator.put("prod/db", "hunter2");
    emulator.put("other", "hunter3");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private int status(String target, String body) throws Exception {
    return wire.send(target, body).statusCode();
  }

  @Test
  void deniesAnOperationUntilItIsAllowed() throws Exception {
    controls.deny("DescribeSecret");

    assertThat(wire.error(DESCRIBE, DB)).isEqualTo("400 AccessDeniedException");
    assertThat(status(GET, DB)).isEqualTo(200);

    controls.allow("DescribeSecret");
    assertThat(status(DESCRIBE, DB)).isEqualTo(200);
  }

  @Test
  void deniesASecretToEveryOperation() throws Exception {
    controls.deny("prod/db");

    assertThat(wire.error(GET, DB)).isEqualTo("400 AccessDeniedException");
    assertThat(wire.error(DESCRIBE, DB)).isEqualTo("400 AccessDeniedException");
    assertThat(status(GET, OTHER)).isEqualTo(200);
  }

  @Test
  void throttlesSoManyCallsAndSaysWhenToComeBack() throws Exception {
    controls.throttle(2, Duration.ofMillis(1500));

    HttpResponse<String> answer = wire.send(GET, DB);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"__type\":\"ThrottlingException\"");
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    assertThat(status(GET, DB)).isEqualTo(400);
    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void throttlesWithoutSayingWhenToComeBack() throws Exception {
    controls.throttle(1);

    assertThat(wire.send(GET, DB).headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void answersOnlySoManyCallsPerSecond() throws Exception {
    controls.on("GetSecretValue", "DescribeSecret").limit(2);

    assertThat(status(GET, DB)).isEqualTo(200);
    assertThat(status(DESCRIBE, DB)).isEqualTo(200);
    assertThat(wire.error(GET, DB)).isEqualTo("400 ThrottlingException");

    time.advance(Duration.ofSeconds(1));
    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void failsWithAStatusOrWithAnErrorOfTheService() throws Exception {
    controls.fail(1, 503).fail(1, 400, "DecryptionFailure");

    assertThat(wire.error(GET, DB)).isEqualTo("503 ServiceUnavailableException");
    assertThat(wire.error(GET, DB)).isEqualTo("400 DecryptionFailure");
    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void narrowsAFaultToAnOperationOrASecret() throws Exception {
    controls.on("DescribeSecret").fail(1, 500);
    controls.on("other").fail(1, 501);

    assertThat(status(GET, DB)).isEqualTo(200);
    assertThat(status(GET, OTHER)).isEqualTo(501);
    assertThat(status(DESCRIBE, DB)).isEqualTo(500);
  }

  @Test
  void holdsAnswersBackOnItsTimeSource() throws Exception {
    controls.delay(Duration.ofMillis(50));

    CompletableFuture<HttpResponse<String>> answer = wire.start(GET, DB);
    controls.awaitCalls("GetSecretValue", 1);
    time.advance(Duration.ofMillis(49));
    assertThat(answer).isNotDone();

    time.advance(Duration.ofMillis(1));
    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void answersALateCallWithWhatIsTrueByThen() throws Exception {
    controls.on("GetSecretValue").delay(Duration.ofSeconds(2));

    CompletableFuture<HttpResponse<String>> answer = wire.start(GET, DB);
    controls.awaitCalls("prod/db", 1);
    emulator.rotate("prod/db", "rotated");
    time.advance(Duration.ofSeconds(2));

    assertThat(answer.get().body()).contains("rotated");
  }

  @Test
  void neverAnswersFromABlackHole() throws Exception {
    controls.blackHole(1);

    CompletableFuture<HttpResponse<String>> answer = wire.start(GET, DB);
    controls.awaitCalls("GetSecretValue", 1);
    assertThat(status(GET, DB)).isEqualTo(200);
    assertThat(answer).isNotDone();

    emulator.close();
    assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
  }

  @Test
  void cutsTheConnectionInTheMiddleOfTheBody() throws Exception {
    controls.cut(1);

    assertThatThrownBy(() -> wire.send(GET, DB)).isInstanceOf(IOException.class);
    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void sendsHalfOfTheBodyAsIfItWereAll() throws Exception {
    String whole = wire.send(GET, DB).body();
    controls.truncate(1);

    assertThat(wire.send(GET, DB).body()).isEqualTo(whole.substring(0, whole.length() / 2));
  }

  @Test
  void sendsTheBodyByteByByte() throws Exception {
    int length = wire.send(GET, DB).body().length();
    controls.drip(1, Duration.ofSeconds(1));

    CompletableFuture<HttpResponse<String>> answer = wire.start(GET, DB);
    controls.awaitCalls("GetSecretValue", 2);
    time.advance(Duration.ofSeconds(length - 1L));
    assertThat(answer).isNotDone();

    time.advance(Duration.ofSeconds(1));
    assertThat(answer.get().body()).hasSize(length);
  }

  @Test
  void answersWhatTheServiceWouldNeverSay() throws Exception {
    controls.answer(1, 200, "text/html", "<html>please log in</html>");
    controls.answer(1, 200, "application/x-amz-json-1.1", "");
    controls.redirect(1, URI.create("http://127.0.0.1:9/"));

    HttpResponse<String> portal = wire.send(GET, DB);
    assertThat(portal.headers().firstValue("Content-Type")).contains("text/html");
    assertThat(portal.body()).startsWith("<html>");
    assertThat(wire.send(GET, DB).body()).isEmpty();
    assertThat(wire.send(GET, DB).headers().firstValue("Location")).contains("http://127.0.0.1:9/");
  }

  @Test
  void goesDownAndComesBackAtTheSameAddress() throws Exception {
    controls.goDown();
    assertThatThrownBy(() -> wire.send(GET, DB)).isInstanceOf(ConnectException.class);

    controls.comeBack();
    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void healsEverything() throws Exception {
    controls.deny("prod/db").fail(Controls.ALWAYS, 500).limit(0).delay(Duration.ofDays(1));
    controls.heal();

    assertThat(status(GET, DB)).isEqualTo(200);
  }

  @Test
  void countsByOperationAndBySecret() throws Exception {
    controls.fail(1, 500);
    wire.send(GET, DB);
    wire.send(DESCRIBE, DB);
    wire.send("secretsmanager.BatchGetSecretValue", "{\"SecretIdList\":[\"prod/db\",\"other\"]}");

    assertThat(controls.calls()).isEqualTo(3);
    assertThat(controls.calls("GetSecretValue")).isEqualTo(1);
    assertThat(controls.calls("prod/db")).isEqualTo(3);
    assertThat(controls.calls("other")).isEqualTo(1);

    assertThat(controls.forgetCalls().calls()).isZero();
    assertThat(controls.calls("prod/db")).isZero();
  }

  @Test
  void countsASecretByItsNameHoweverItIsAskedFor() throws Exception {
    wire.send(GET, "{\"SecretId\":\"" + emulator.arn("prod/db") + "\"}");

    assertThat(controls.calls("prod/db")).isEqualTo(1);
  }

  @Test
  void refusesFaultsThatWouldNeverCome() {
    assertThatThrownBy(() -> controls.fail(0, 500)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> controls.limit(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
