package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong between here and the service, each with the code and the next step it becomes. */
class GcpFaultsTest {
  private static final String REF = "gcp-sm://db";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CANARY = "canary-8f1c4e77";
  private static final String JSON = "application/json; charset=UTF-8";

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.at(emulator);
    emulator.put("db", CANARY);
    // the SDK's classes are loaded at the first call, which takes its time
    opened.store.fetch(SecretRef.parse(REF), Duration.ofMinutes(1));
    emulator.controls().forgetCalls();
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  private StoreException failure(Consumer<Controls> fault) {
    fault.accept(emulator.controls());
    long start = System.nanoTime();
    StoreException failure = opened.failure(REF, SECOND);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND.multipliedBy(2));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(CANARY).isNotBlank();
    return failure;
  }

  private void assertFails(ErrorCode code, boolean retryable, Consumer<Controls> fault) {
    StoreException failure = failure(fault);
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure.isRetryable()).isEqualTo(retryable);
  }

  @Test
  void aConnectionThatIsRefused() {
    assertFails(ErrorCode.UNAVAILABLE, true, Controls::goDown);
  }

  @Test
  void aBlackHole() {
    assertFails(ErrorCode.TIMEOUT, true, faults -> faults.blackHole(1));
  }

  @Test
  void aBodyThatDrips() {
    assertFails(ErrorCode.TIMEOUT, true, faults -> faults.drip(1, Duration.ofMillis(200)));
  }

  @Test
  void aConnectionThatIsCutInTheMiddleOfTheBody() {
    assertFails(ErrorCode.UNAVAILABLE, true, faults -> faults.cut(1));
  }

  @Test
  void halfADocument() {
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.truncate(1));
  }

  @Test
  void aPageOfAProxy() {
    String page = "<html><body>Sign in to the network " + CANARY + "</body></html>";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, "text/html", page));
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 403, "text/html", page));
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 404, "text/html", page));
    assertFails(ErrorCode.UNAVAILABLE, true, faults -> faults.answer(1, 502, "text/html", page));
    assertFails(ErrorCode.THROTTLED, true, faults -> faults.answer(1, 429, "text/html", page));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{}",
        "[]",
        "null",
        "{\"name\":\"projects/1/secrets/db/versions/1\"}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{}}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"Y2FuYXJ5\"}}",
        "{\"payload\":{\"data\":\"Y2FuYXJ5LThmMWM0ZTc3\",\"dataCrc32c\":\"1\"}}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"no base64!"
            + " canary-8f1c4e77\"}}",
        "{\"name\":\"canary-8f1c4e77\",\"payload\":\"canary-8f1c4e77\"}",
        "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"Y2FuYX"
      })
  void anAnswerThatIsNone(String body) {
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void theAnswerToAnotherQuestion() {
    emulator.put("other", "value-of-other");
    String body =
        "{\"name\":\"projects/1/secrets/other/versions/1\",\"payload\":{\"data\":\"AA==\","
            + "\"dataCrc32c\":\"1383945041\"}}";
    assertThat(failure(faults -> faults.answer(1, 200, JSON, body)))
        .hasMessageContaining("another secret");
  }

  @Test
  void aValueOverTheLimitOfTheService() {
    String data = Base64.getEncoder().encodeToString(new byte[65_537]);
    String body = "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"" + data
        + "\",\"dataCrc32c\":\"0\"}}";
    StoreException failure = failure(faults -> faults.answer(1, 200, JSON, body));
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(failure).hasMessageContaining("65,536");
  }

  @Test
  void anAnswerWithoutEnd() {
    String body = "{\"name\":\"" + "x".repeat(1_500_000) + "\"}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void aRedirectToAnotherHost() {
    URI elsewhere = URI.create("http://localhost:" + emulator.endpoint().getPort());
    assertFails(ErrorCode.UNAVAILABLE, false, faults -> faults.redirect(1, elsewhere));
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void throttling() {
    assertFails(ErrorCode.THROTTLED, true, faults -> faults.throttle(1));
    StoreException failure = failure(faults -> faults.throttle(1, Duration.ofSeconds(9)));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({
    "400, FAILED_PRECONDITION, NOT_FOUND, present state",
    "400, INVALID_ARGUMENT, INVALID_REFERENCE, name or version",
    "401, UNAUTHENTICATED, UNAUTHENTICATED, auth=none",
    "403, PERMISSION_DENIED, DENIED, secretAccessor",
    "404, NOT_FOUND, NOT_FOUND, another project",
    "409, ABORTED, UNAVAILABLE, ABORTED",
    "429, RESOURCE_EXHAUSTED, THROTTLED, fewer",
    "499, CANCELLED, UNAVAILABLE, CANCELLED",
    "500, INTERNAL, UNAVAILABLE, INTERNAL",
    "501, UNIMPLEMENTED, INVALID_CONFIGURATION, endpoint",
    "503, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED, TIMEOUT, DEADLINE_EXCEEDED",
    "400, NEVER_HEARD_OF, MALFORMED, NEVER_HEARD_OF",
    "503, NEVER_HEARD_OF, UNAVAILABLE, NEVER_HEARD_OF"
  })
  void anErrorOfTheService(int status, String name, ErrorCode code, String advice) {
    StoreException failure = failure(faults -> faults.fail(1, status, name));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|FAILED_PRECONDITION|Cloud KMS key canary-8f1c4e77 is disabled|decrypted",
        "403|PERMISSION_DENIED|Permission 'cloudkms.cryptoKeyVersions.useToDecrypt' denied|decrypted"
      })
  void aKeyThatFails(int status, String name, String message, String advice) {
    StoreException failure =
        failure(faults -> faults.answer(1, status, JSON, error(name, message, "X")));
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure).hasMessageContaining(advice).hasMessageContaining("KMS");
  }

  @Test
  void aProjectWithoutTheApi() {
    String body =
        error("PERMISSION_DENIED", "The API has not been used before.", "SERVICE_DISABLED");
    StoreException failure = failure(faults -> faults.answer(1, 403, JSON, body));
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure).hasMessageContaining("gcloud services enable secretmanager.googleapis.com");
  }

  @Test
  void anErrorWhoseNameIsNoName() {
    String body = error("Bad " + CANARY, CANARY, "no reason: " + CANARY);
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 400, JSON, body));
  }

  private static String error(String status, String message, String reason) {
    return "{\"error\":{\"code\":1,\"status\":\"" + status + "\",\"message\":\"" + message
        + "\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\""
        + reason + "\"}]}}";
  }

  @Test
  void nothingIsSentOnceTheTimeIsOver() {
    StoreException failure = opened.failure(REF, Duration.ofNanos(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(emulator.controls().calls()).isZero();
  }
}
