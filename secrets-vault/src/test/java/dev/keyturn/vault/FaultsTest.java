package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.VaultEmulator;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong between here and Vault, each with the code and the next step it becomes. */
class FaultsTest {
  private static final String REF = "vault://secret/app";
  private static final String JSON = "application/json";
  private static final String CANARY = "canary-8f1c4e77";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VaultEmulator emulator = VaultEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.of(emulator, Map.of());
    emulator.put("secret/app", Map.of("password", CANARY));
    opened.fetch(REF);
    emulator.controls().forgetCalls();
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  private StoreException failure(Consumer<Controls> fault) {
    fault.accept(emulator.controls());
    StoreException failure = opened.failure(REF, SECOND);
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(CANARY).isNotBlank();
    return failure;
  }

  private StoreException assertFails(ErrorCode code, boolean retryable, Consumer<Controls> fault) {
    StoreException failure = failure(fault);
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure.isRetryable()).as(failure.getMessage()).isEqualTo(retryable);
    return failure;
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

  @ParameterizedTest
  @CsvSource({
    "200, MALFORMED", "400, MALFORMED", "401, MALFORMED", "403, MALFORMED", "404, MALFORMED",
    "302, UNAVAILABLE", "429, THROTTLED", "502, UNAVAILABLE", "504, UNAVAILABLE", "418, MALFORMED"
  })
  void aPageOfAProxy(int status, ErrorCode code) {
    String page = "<html><body>Sign in to the network " + CANARY + "</body></html>";
    StoreException failure = failure(faults -> faults.answer(1, status, "text/html", page));
    assertThat(failure.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"data\":null}",
        "{\"data\":{\"data\":null,\"metadata\":{\"version\":1}}}",
        "{\"data\":{\"data\":{\"password\":\"canary-8f1c4e77\"}}}",
        "{\"data\":{\"data\":{\"a\":\"1\",\"a\":\"2\"},\"metadata\":{\"version\":1}}}",
        "{\"data\":{\"data\":{\"password\":\"canary-8f1c4e77",
        "{\"data\":{\"data\":{},\"metadata\":{\"version\":1}}} {}"
      })
  void anAnswerThatIsNone(String body) {
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void anAnswerThatIsNestedTooDeeply() {
    String body = "{\"data\":" + "[".repeat(100_000);
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void anAnswerWithoutEnd() {
    String body = "{\"data\":{\"data\":{\"a\":\"" + "x".repeat(9_000_000) + "\"}}}";
    assertFails(ErrorCode.MALFORMED, false, faults -> faults.answer(1, 200, JSON, body));
  }

  @Test
  void aRedirectToAnotherAddressIsNotFollowed() {
    URI elsewhere = URI.create("http://localhost:" + emulator.endpoint().getPort());
    assertFails(ErrorCode.UNAVAILABLE, false, faults -> faults.redirect(1, elsewhere));
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void aSealedServer() {
    emulator.seal();
    assertThat(assertFails(ErrorCode.UNAVAILABLE, true, faults -> {}))
        .hasMessageContaining("unseal");
    emulator.unseal();
  }

  @ParameterizedTest
  @CsvSource({"412, standby", "472, standby", "473, standby", "500, out of order"})
  void aServerThatCannotAnswerJustNow(int status, String words) {
    assertThat(assertFails(ErrorCode.UNAVAILABLE, true, faults -> faults.fail(1, status)))
        .hasMessageContaining(words);
  }

  @Test
  void aRateLimit() {
    assertFails(ErrorCode.THROTTLED, true, faults -> faults.throttle(1));
    StoreException failure = failure(faults -> faults.throttle(1, Duration.ofSeconds(9)));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
  }

  @Test
  void aMountThatIsStillBeingSetUp() {
    String body =
        "{\"errors\":[\"Waiting for the primary to upgrade from non-versioned to versioned"
            + " data. This backend will be unavailable for a brief period\"]}";
    assertFails(ErrorCode.UNAVAILABLE, true, faults -> faults.answer(1, 400, JSON, body));
  }

  @Test
  void aPathThatCannotBeRead() {
    String body = "{\"errors\":[\"unsupported operation " + CANARY + "\"]}";
    assertFails(ErrorCode.INVALID_REFERENCE, false, faults -> faults.answer(1, 405, JSON, body));
    assertFails(ErrorCode.INVALID_REFERENCE, false, faults -> faults.answer(1, 400, JSON, body));
  }

  @Test
  void nothingIsSentOnceTheTimeIsOver() {
    StoreException failure = opened.failure(REF, Duration.ofNanos(1));
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(emulator.controls().calls()).isZero();
  }
}
