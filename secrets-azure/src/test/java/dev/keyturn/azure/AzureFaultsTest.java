package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.internal.http.TunnelServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can go wrong between here and the vault, each with the code and the next step it becomes. */
class AzureFaultsTest {
  private static final String REF = "azure-kv://db-password";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CANARY = "canary-8f1c4e77";
  private static final String JSON = "application/json; charset=utf-8";
  private static final String ID =
      "https://keyturn-test.vault.azure.net/secrets/db-password/0123456789abcdef0123456789abcdef";

  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.at(emulator);
    emulator.put("db-password", CANARY);
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
    return at(REF, fault);
  }

  private StoreException at(String ref, Consumer<Controls> fault) {
    fault.accept(emulator.controls());
    StoreException failure = opened.failure(ref, SECOND);
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
  void aProxyThatIsNotThere() throws Exception {
    StoreException failure = through("http://127.0.0.1:1");
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure).hasMessageContaining("the proxy 127.0.0.1:1");
  }

  @ParameterizedTest
  @CsvSource({
    "407 Proxy Authentication Required, false, wants a login",
    "403 Forbidden, false, does it allow this host",
    "502 Bad Gateway, true, status 502"
  })
  void aProxyThatRefuses(String answer, boolean retryable, String advice) throws Exception {
    try (TunnelServer proxy = new TunnelServer("proxy", emulator.endpoint().getPort())) {
      proxy.refuse(answer);
      StoreException failure = through(proxy.address().toString());
      assertThat(failure.isRetryable()).as(failure.getMessage()).isEqualTo(retryable);
      assertThat(failure).hasMessageContaining("the proxy 127.0.0.1").hasMessageContaining(advice);
    }
  }

  private StoreException through(String proxy) throws Exception {
    try (Opened other = Opened.at(emulator, Map.of("proxy", proxy))) {
      StoreException failure = other.failure(REF);
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
      return failure;
    }
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
    // the JDK asks once more where nothing has come yet, and half of the body has
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
        "{\"value\":\"canary-8f1c4e77\"}",
        "{\"value\":\"canary-8f1c4e77\",\"id\":\"x\"}",
        "{\"value\":\"canary-8f1c4e77\",\"id\":\"" + ID,
        "{\"value\":{\"canary-8f1c4e77\":1},\"id\":\"" + ID + "\"}",
        "{\"id\":\"" + ID + "\"}",
        "{\"value\":\"x\",\"id\":\"" + ID + "\",\"attributes\":\"canary-8f1c4e77\"}",
        "{\"value\":\"x\",\"id\":\"" + ID + "\",\"attributes\":{\"exp\":\"canary-8f1c4e77\"}}",
        "{\"value\":\"x\",\"id\":\"" + ID + "\"}canary-8f1c4e77"
      })
  void anAnswerThatIsNone(String body) {
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void aValueOverTheLimitOfTheService() {
    String body = "{\"value\":\"" + "x".repeat(25 * 1024 + 1) + "\",\"id\":\"" + ID + "\"}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void anAnswerWithoutEnd() {
    String body = "{\"value\":\"" + "x".repeat(9_000_000) + "\"}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void aRedirectToAnotherHost() {
    assertFails(
        ErrorCode.UNAVAILABLE,
        false,
        faults -> faults.redirect(1, URI.create("https://other.vault.azure.net/secrets/x")));
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void throttlingBearsThePauseThatIsAskedFor() {
    assertFails(ErrorCode.THROTTLED, true, faults -> faults.throttle(1));
    StoreException failure = failure(faults -> faults.throttle(1, Duration.ofSeconds(9)));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED, access policies",
    "403, ForbiddenByRbac, DENIED, Key Vault Secrets User",
    "403, ForbiddenByFirewall, DENIED, firewall",
    "403, ForbiddenByConnection, DENIED, private network",
    "403, ForbiddenByPolicy, DENIED, policy",
    "403, SecretDisabled, NOT_FOUND, disabled",
    "403, SecretNotYetValid, NOT_FOUND, not yet valid",
    "403, NeverHeardOf, DENIED, Key Vault Secrets User",
    "404, SecretNotFound, NOT_FOUND, deleted",
    "400, BadParameter, INVALID_REFERENCE, name or version",
    "405, MethodNotAllowed, INVALID_CONFIGURATION, vault-url",
    "429, Throttled, THROTTLED, fewer",
    "500, InternalServerError, UNAVAILABLE, out of order",
    "503, ServiceUnavailable, UNAVAILABLE, ServiceUnavailable",
    "409, ObjectIsBeingRecovered, UNAVAILABLE, ObjectIsBeingRecovered",
    "400, NeverHeardOf, MALFORMED, NeverHeardOf"
  })
  void anErrorOfTheService(int status, String name, ErrorCode code, String advice) {
    StoreException failure = failure(faults -> faults.fail(1, status, name));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(advice);
  }

  @Test
  void aRefusedTokenWhoseAnswerSaysNothing() {
    StoreException failure = failure(faults -> faults.answer(1, 401, JSON, ""));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void anErrorWithoutANameIsToldByItsStatus() {
    assertThat(failure(faults -> faults.answer(1, 502, "text/html", "<html>")))
        .hasMessageContaining("status 502");
  }

  @Test
  void anAnswerAboutAnotherSecret() {
    String body = "{\"value\":\"" + CANARY + "\",\"id\":\"" + ID + "\"}";
    assertFails(
        ErrorCode.MALFORMED,
        false,
        faults -> faults.answer(1, 200, JSON, body.replace("db-password", "other")));
    StoreException failure =
        at(REF + "?version=" + "f".repeat(32), faults -> faults.answer(1, 200, JSON, body));
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void anErrorWhoseNameIsNoName() {
    String body = "{\"error\":{\"code\":\"Bad " + CANARY + "\",\"message\":\"" + CANARY + "\"}}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 400, JSON, body));
  }

  @Test
  void aTokenThatHasExpiredIsDroppedAndAskedForAnew() throws Exception {
    emulator.limitTokens(Duration.ofSeconds(-1)); // over before it is shown
    try (Opened other = Opened.at(emulator)) {
      StoreException failure = other.failure(REF);
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("clock");
      emulator.limitTokens(Duration.ofHours(1));
      assertThat(other.text(REF)).isEqualTo(CANARY);
    }
  }

  @Test
  void nothingIsSentOnceTheTimeIsOver() {
    StoreException failure = opened.failure(REF, Duration.ofNanos(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(emulator.controls().calls()).isZero();
  }
}
