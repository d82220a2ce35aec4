package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.Controls;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong between here and the service, each with the code and the next step it becomes. */
class AwsFaultsTest {
  private static final String REF = "aws-sm://prod/db";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CANARY = "canary-8f1c4e77";

  private final AwsEmulator emulator = AwsEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.secretsManager(emulator);
    emulator.put("prod/db", CANARY);
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
        "{\"ARN\":\"a\",\"Name\":\"prod/db\",\"VersionId\":\"v\"}",
        "{\"SecretString\":\"canary-8f1c4e77\"}",
        "{\"VersionId\":\"v\",\"SecretBinary\":\"no base64: canary-8f1c4e77\"}",
        "{\"VersionId\":\"v\",\"SecretString\":\"canary-8f1c4e77",
        "{\"VersionId\":\"v\",\"CreatedDate\":\"canary-8f1c4e77\",\"SecretString\":\"x\"}",
        "{\"VersionId\":\"v\",\"SecretString\":{\"a\":1}}",
        "{\"VersionId\":\"v\",\"SecretString\":[\"canary-8f1c4e77\"]}",
        "{\"VersionId\":\"v\",\"SecretString\":123}",
        "{\"VersionId\":\"v\",\"SecretString\":true}",
        "{\"VersionId\":1,\"SecretString\":\"canary-8f1c4e77\"}",
        "{\"VersionId\":\"v\",\"SecretBinary\":123}",
        "{\"VersionId\":\"v\",\"SecretString\":\"x\",\"SecretString\":\"canary-8f1c4e77\"}",
        "{\"VersionId\":\"v\",\"SecretString\":\"x\",\"More\":{\"a\":1,\"a\":2}}",
        "{\"VersionId\":\"v\",\"SecretString\":\"x\"} canary-8f1c4e77",
        "{\"VersionId\":\"v\",\"SecretString\":\"x\"}{}"
      })
  void anAnswerThatIsNone(String body) {
    String type = "application/x-amz-json-1.1";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, type, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Parameter\":{\"Name\":\"/a/b\",\"Version\":1,\"Value\":{\"a\":1}}}",
        "{\"Parameter\":{\"Name\":\"/a/b\",\"Version\":1,\"Value\":7}}",
        "{\"Parameter\":{\"Name\":\"/a/b\",\"Version\":1,\"Value\":\"x\",\"Value\":\"y\"}}",
        "{\"Parameter\":{\"Name\":\"/a/b\",\"Version\":[1],\"Value\":\"x\"}}",
        "{\"Parameter\":[{\"Name\":\"/a/b\",\"Version\":1,\"Value\":\"x\"}]}"
      })
  void aParameterThatIsNone(String body) throws Exception {
    try (Opened parameters = Opened.parameterStore(emulator)) {
      emulator.controls().answer(1, 200, "application/x-amz-json-1.1", body);
      assertThat(parameters.failure("aws-ssm://a/b").code()).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void aValueOverTheLimitOfTheService() {
    String body = "{\"VersionId\":\"v\",\"SecretString\":\"" + "x".repeat(65_537) + "\"}";
    String type = "application/x-amz-json-1.1";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, type, body));
  }

  @Test
  void halfASurrogatePairInsteadOfAQuestionMarkInItsPlace() throws Exception {
    String type = "application/x-amz-json-1.1";
    String secret = "{\"VersionId\":\"v\",\"SecretString\":\"a\\ud800b\"}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, type, secret));
    String parameter = "{\"Parameter\":{\"Name\":\"/a/b\",\"Version\":1,\"Value\":\"\\udc00\"}}";
    try (Opened parameters = Opened.parameterStore(emulator)) {
      emulator.controls().answer(1, 200, type, parameter);
      StoreException failure = parameters.failure("aws-ssm://a/b");
      assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
      assertThat(failure).hasMessageContaining("surrogate");
    }
  }

  @Test
  void anAnswerWithoutEnd() {
    String body = "{\"SecretString\":\"" + "x".repeat(9_000_000) + "\"}";
    String type = "application/x-amz-json-1.1";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, type, body));
  }

  @Test
  void aRedirectToAnotherHost() {
    assertFails(
        ErrorCode.UNAVAILABLE,
        false,
        faults -> faults.redirect(
            1, URI.create("http://localhost:" + emulator.endpoint().getPort())));
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void aDenialNamesWhatIsMissing() {
    StoreException failure = failure(faults -> faults.deny("prod/db"));
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(failure)
        .hasMessageContaining("secretsmanager:GetSecretValue on"
            + " arn:aws:secretsmanager:us-east-1:*:secret:prod/db-??????")
        .hasMessageContaining("arn:aws:iam::");
  }

  @Test
  void throttlingIsA400() {
    assertFails(ErrorCode.THROTTLED, true, faults -> faults.throttle(1));
    StoreException failure = failure(faults -> faults.throttle(1, Duration.ofSeconds(9)));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExpiredTokenException, UNAUTHENTICATED, expired",
    "400, UnrecognizedClientException, UNAUTHENTICATED, know these credentials",
    "400, InvalidSignatureException, UNAUTHENTICATED, clock",
    "400, RequestExpired, UNAUTHENTICATED, clock",
    "400, DecryptionFailure, DENIED, kms:Decrypt",
    "400, AccessDeniedException, DENIED, GetSecretValue",
    "400, ResourceNotFoundException, NOT_FOUND, another region",
    "400, InvalidParameterException, INVALID_REFERENCE, name or version",
    "400, UnknownOperationException, INVALID_CONFIGURATION, endpoint",
    "400, KMSThrottlingException, THROTTLED, fewer",
    "500, InternalServiceError, UNAVAILABLE, InternalServiceError",
    "503, ServiceUnavailableException, UNAVAILABLE, ServiceUnavailable",
    "400, RequestTimeoutException, TIMEOUT, RequestTimeout",
    "400, NeverHeardOfException, MALFORMED, NeverHeardOf"
  })
  void anErrorOfTheService(int status, String name, ErrorCode code, String advice) {
    StoreException failure = failure(faults -> faults.fail(1, status, name));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(advice);
  }

  @Test
  void aSignatureForAnotherRegion() {
    String body = "{\"__type\":\"InvalidSignatureException\",\"message\":\"Credential should be"
        + " scoped to a valid region. \"}";
    String type = "application/x-amz-json-1.1";
    StoreException failure = failure(faults -> faults.answer(1, 400, type, body));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("check region and endpoint");
  }

  @ParameterizedTest
  @CsvSource({"ExpiredToken, log in again", "InvalidClientTokenId, know these credentials"})
  void credentialsThatStsDoesNotTakeAreNoMatterOfATrustPolicy(String name, String advice) {
    emulator.controls().on("GetCallerIdentity").fail(1, 403, name);
    StoreException failure = opened.failure("aws-sm://" + emulator.arn("prod/db"));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining(advice).message().doesNotContain("trust policy");
  }

  @Test
  void anErrorWhoseNameIsNoName() {
    String body = "{\"__type\":\"Bad " + CANARY + "\",\"message\":\"" + CANARY + "\"}";
    String type = "application/x-amz-json-1.1";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 400, type, body));
  }

  @Test
  void nothingIsSentOnceTheTimeIsOver() {
    StoreException failure = opened.failure(REF, Duration.ofNanos(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(emulator.controls().calls()).isZero();
  }
}
