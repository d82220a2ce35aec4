package dev.keyturn.model;

import static dev.keyturn.model.Stored.REF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretsExceptionTest {
  @ParameterizedTest
  @EnumSource
  void noCodeLetsTheMessageOfACauseThrough(ErrorCode code) throws Exception {
    SecretsException failure =
        SecretsException.of(code, REF, REF + " failed", code.isRetryable(), talkative(code));
    SecretsException all = SecretsException.ofAll(List.of(failure, failure));

    for (SecretsException shown : List.of(failure, all, SecretsException.ofAll(List.of(failure)))) {
      Canary.assertNotIn("the trace", Traces.of(shown));
      Canary.assertNotIn("the serialised exception", serialised(shown));
      for (SecretsException each : shown.failures()) {
        Canary.assertNotIn("a failure of several", Traces.of(each));
      }
    }
  }

  /** A store's exception whose causes and suppressed ones all quote the value. */
  private static StoreException talkative(ErrorCode code) {
    Exception root = new IllegalStateException("root quotes " + Canary.VALUE);
    root.addSuppressed(new IOException("suppressed quotes " + Canary.VALUE));
    StoreException failure =
        new StoreException(code, Canary.VALUE, new IOException(Canary.VALUE, root));
    failure.addSuppressed(new IOException(Canary.VALUE));
    return failure;
  }

  @Test
  void theCauseKeepsItsClassNamesAndStackTraces() {
    StoreException caught = talkative(ErrorCode.UNAVAILABLE);
    Throwable cause = failure(caught).getCause();

    assertThat(cause).hasToString("dev.keyturn.spi.StoreException");
    assertThat(cause.getStackTrace()).isEqualTo(caught.getStackTrace());
    assertThat(cause.getSuppressed()).isEmpty();
    assertThat(cause.getCause()).hasToString("java.io.IOException");
    assertThat(cause.getCause().getCause()).hasToString("java.lang.IllegalStateException");
    assertThat(cause.getCause().getCause().getCause()).isNull();
  }

  @Test
  void causesThatGoRoundInACircleOrOnForLongEnd() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    Exception last = new Exception();
    for (int i = 0; i < 10_000; i++) {
      last = new Exception(last);
    }

    assertThat(depth(failure(first))).isEqualTo(2);
    assertThat(depth(failure(last))).isEqualTo(8);
  }

  private static SecretsException failure(Throwable cause) {
    return SecretsException.of(ErrorCode.UNAVAILABLE, REF, "failed", true, cause);
  }

  private static int depth(Throwable failure) {
    int depth = -1;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      depth++;
    }
    return depth;
  }

  @Test
  void aMessageIsOneLineWithoutControls() {
    SecretsException failure = SecretsException.of(
        ErrorCode.DENIED, null, "a\r\nb\u001B[2J\u0000\u202E\u2028\uD800\u0085é🔑\t.");

    assertThat(failure).hasMessage("a??b?[2J?????é🔑?.");
  }

  @Test
  void itIsRetryableAsItsCodeOrAsItIsTold() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(SecretsException.of(code, null, "m").isRetryable()).isEqualTo(code.isRetryable());
    }
    assertThat(List.of(ErrorCode.values()).stream().filter(ErrorCode::isRetryable))
        .containsExactly(ErrorCode.THROTTLED, ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT);
    assertThat(
            SecretsException.of(ErrorCode.UNAVAILABLE, null, "m", false, null).isRetryable())
        .isFalse();
  }

  @Test
  void aSingleFailureIsItsOwnList() {
    SecretsException failure = SecretsException.of(ErrorCode.DENIED, REF, "refused");

    assertThat(failure.failures()).containsExactly(failure);
    assertThat(failure.ref()).contains(REF);
    assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void ofSeveralTheGravestLeadsAndAllAreListedInOrder() {
    SecretsException timeout = SecretsException.of(ErrorCode.TIMEOUT, REF, "late");
    SecretsException missing = SecretsException.of(ErrorCode.NOT_FOUND, REF, "missing");
    SecretsException denied = SecretsException.of(ErrorCode.DENIED, REF, "refused");
    SecretsException all = SecretsException.ofAll(List.of(timeout, missing, denied));

    assertThat(all.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(all.ref()).as("no single one failed").isEmpty();
    assertThat(all.isRetryable()).isFalse();
    assertThat(all.failures()).containsExactly(timeout, missing, denied);
    assertThat(all).hasMessage("3 secrets failed: late; missing; refused");
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfGravityIsFixed(ErrorCode code) {
    SecretsException other = SecretsException.of(code, null, "other");
    List<ErrorCode> graver = List.of(
        ErrorCode.DENIED,
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.NOT_FOUND,
        ErrorCode.MALFORMED,
        ErrorCode.UNAVAILABLE);

    for (ErrorCode first : graver.subList(0, 4)) {
      boolean wins = graver.contains(code) && graver.indexOf(code) < graver.indexOf(first);
      SecretsException all =
          SecretsException.ofAll(List.of(other, SecretsException.of(first, null, "first")));
      assertThat(all.code()).isEqualTo(wins ? code : first);
    }
  }

  @Test
  void oneOfOneIsNewAndSaysTheSame() {
    SecretsException late = failure(new IOException("x"));
    SecretsException all = SecretsException.ofAll(List.of(late));

    assertThat(all).isNotSameAs(late).hasMessage("failed");
    assertThat(all.ref()).contains(REF);
    assertThat(all.isRetryable()).isTrue();
    assertThat(all.getCause()).hasToString("java.io.IOException");
    assertThatThrownBy(() -> SecretsException.ofAll(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSerialisedOneKeepsCodeAndMessage() throws Exception {
    SecretsException failure = failure(new IOException("x"));
    SecretsException all = SecretsException.ofAll(List.of(failure, failure));

    for (SecretsException sent : List.of(failure, all)) {
      ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialised(sent)));
      SecretsException received = (SecretsException) in.readObject();
      assertThat(received).hasMessage(sent.getMessage());
      assertThat(received.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(received.isRetryable()).isTrue();
      assertThat(received.ref()).isEmpty();
      assertThat(received.failures()).containsExactly(received);
    }
  }

  private static byte[] serialised(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }
}
