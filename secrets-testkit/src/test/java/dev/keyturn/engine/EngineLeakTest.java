package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider whose exceptions quote the secret: nothing of it gets out. */
class EngineLeakTest {
  private static final String CANARY = "canary-0b7d44e19c";

  private final ManualTime time = new ManualTime();
  private final Careless store = new Careless();
  private final Log log = new Log();
  private final Secrets secrets =
      Secrets.builder().environment(Map.of()).time(time).store("x", store).build();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream err = System.err;

  @BeforeEach
  void watch() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    secrets.close();
    time.awaitIdle();
    log.close();
    System.setErr(err);
    assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
  }

  /** Throws what it should not, with the value in it, wherever it is told to. */
  private static final class Careless implements LeasingStore {
    volatile boolean fails;

    private static IllegalStateException quoting() {
      IllegalStateException e = new IllegalStateException(
          "could not parse " + CANARY, new IllegalArgumentException("at " + CANARY));
      e.addSuppressed(new IllegalStateException(CANARY));
      return e;
    }

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
      if (ref.segments().contains("declared")) {
        throw new StoreException(ErrorCode.UNAVAILABLE, "not reached", quoting());
      }
      if (fails) {
        throw quoting();
      }
      Lease lease = new Lease("lease-" + CANARY, Duration.ofMinutes(3), true);
      return StoredSecret.of(CANARY).withLease(lease);
    }

    @Override
    public List<SecretRef> candidates(SecretRef ref) {
      throw quoting();
    }

    @Override
    public Lease renew(Lease lease, Duration wanted, Duration timeout) {
      throw quoting();
    }

    @Override
    public void revoke(Lease lease, Duration timeout) {
      throw quoting();
    }

    @Override
    public void close() {
      throw quoting();
    }
  }

  private static void assertSilent(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("IllegalStateException").doesNotContain(CANARY);
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(CANARY);
      assertThat(t.getSuppressed())
          .allSatisfy(s -> assertThat(s.toString()).doesNotContain(CANARY));
    }
  }

  @Test
  void whatAFetchThrowsIsInternalAndShowsItsClassAlone() {
    store.fails = true;
    SecretsException e =
        catchThrowableOfType(SecretsException.class, () -> secrets.get("x://secret"));
    assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(e.getMessage()).contains("x://secret", "store x", "IllegalStateException");
    assertSilent(e);
  }

  @Test
  void theCauseOfADeclaredFailureShowsItsClassAlone() {
    SecretsException e = catchThrowableOfType(
        SecretsException.class, () -> secrets.get("x://declared", Duration.ZERO));
    time.awaitIdle();
    SecretsException again = catchThrowableOfType(
        SecretsException.class, () -> secrets.get("x://declared", Duration.ofMillis(1)));
    assertThat(again.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(e.toString()).doesNotContain(CANARY);
    assertSilent(again);
  }

  @Test
  void renewalCandidatesRevocationAndCloseShowNothing() {
    LiveSecret live = secrets.live("x://secret");
    live.get();
    live.rejected(live.get());
    time.awaitIdle();
    time.advance(Duration.ofMinutes(2));
    store.fails = true;
    time.advance(Duration.ofMinutes(2));
    secrets.close();
    assertThat(log.lines()).isNotEmpty();
  }
}
