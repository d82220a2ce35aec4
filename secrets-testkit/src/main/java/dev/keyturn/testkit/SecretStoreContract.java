package dev.keyturn.testkit;

import static dev.keyturn.model.ErrorCode.NOT_FOUND;
import static dev.keyturn.model.ErrorCode.TIMEOUT;
import static dev.keyturn.model.ErrorCode.UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.StoreHarness.Ability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every store must do. A provider's tests extend this class and say how its service is set up:
 *
 * <pre>{@code
 * class AcmeContractTest extends SecretStoreContract {
 *   @Override
 *   protected StoreHarness harness() {
 *     return new AcmeHarness();
 *   }
 * }
 * }</pre>
 *
 * <p>It calls the provider and its stores directly, in real time. What a harness declares to be
 * impossible is tested to be so, in tests {@code cannot …} that bear the reason in their names; what
 * would need it passes without being tried.
 */
public abstract class SecretStoreContract extends ReadingContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PROMPT = Duration.ofSeconds(3);

  /** For subclasses. */
  protected SecretStoreContract() {}

  /**
   * Makes a harness around a service that holds no secret yet. Called once for each test.
   *
   * @return the harness; it is closed after the test
   * @throws Exception if the service cannot be started; the test then fails
   */
  protected abstract StoreHarness harness() throws Exception;

  @Override
  final StoreHarness newHarness() throws Exception {
    return harness();
  }

  // several at once

  @Test
  void readsABatch() throws Exception {
    if (!(subject.store() instanceof BatchStore batch)) {
      return;
    }
    SecretRef one = subject.put("one", "value-of-one");
    SecretRef two = subject.put("two", "value-of-two");
    SecretRef missing = harness.ref("missing");
    List<SecretRef> refs = List.of(one, missing, two);
    Map<SecretRef, BatchStore.Result> results = batch.fetchAll(refs, Subject.TIMEOUT);
    assertTrue(refs.containsAll(results.keySet()), "no answer without a question");
    if (results.containsKey(one)) {
      assertEquals("value-of-one", Subject.text(one, results.get(one).get()));
    }
    if (results.containsKey(missing)) {
      StoreException failure = assertThrows(StoreException.class, results.get(missing)::get);
      assertEquals(NOT_FOUND, subject.silent(failure).code());
    }
  }

  @Test
  void servesSixteenThreads() throws Exception {
    List<Subject.Running<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = "shared-" + i % 4;
      SecretRef ref = subject.put(name, "value-of-" + name);
      readers.add(Subject.start(() -> readTwentyTimes(ref, "value-of-" + name)));
    }
    for (Subject.Running<Void> reader : readers) {
      reader.within(Duration.ofSeconds(60));
    }
  }

  private Void readTwentyTimes(SecretRef ref, String value) throws Exception {
    for (int i = 0; i < 20; i++) {
      subject.assertHolds(ref, value);
    }
    return null;
  }

  // a service that fails

  @Test
  void saysUnavailableAndRecovers() throws Exception {
    if (cannot(Ability.OUTAGE)) {
      return;
    }
    SecretRef ref = subject.put("outage", "value-of-outage");
    harness.breakDown();
    StoreException failure = subject.failure(ref, Subject.TIMEOUT);
    assertEquals(UNAVAILABLE, failure.code());
    assertTrue(failure.isRetryable(), "an outage may end");
    harness.recover();
    subject.assertHolds(ref, "value-of-outage");
  }

  @Test
  void isOpenedWithoutItsService() throws Exception {
    if (cannot(Ability.OUTAGE)) {
      return;
    }
    SecretRef ref = subject.put("later", "value-of-later");
    harness.breakDown();
    try (SecretStore store = harness.open()) {
      harness.recover();
      assertEquals("value-of-later", Subject.text(ref, store.fetch(ref, Subject.TIMEOUT)));
    }
  }

  @Test
  void givesUpWhenItsTimeIsOver() throws Exception {
    if (cannot(Ability.BLACK_HOLE)) {
      return;
    }
    SecretRef ref = hang();
    var fetch = Subject.start(() -> subject.failure(ref, SECOND));
    assertEquals(TIMEOUT, fetch.within(SECOND.plusSeconds(1)).code());
    harness.recover();
    subject.assertHolds(ref, "value-of-silence");
  }

  /** A reference to a secret that was read once and now gets no answer. */
  private SecretRef hang() throws Exception {
    SecretRef ref = subject.put("silence", "value-of-silence");
    subject.assertHolds(ref, "value-of-silence");
    harness.hang();
    return ref;
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws Exception {
    if (cannot(Ability.BLACK_HOLE) || cannot(Ability.INTERRUPT)) {
      return;
    }
    SecretRef ref = hang();
    var fetch = Subject.start(() -> subject.store().fetch(ref, Subject.TIMEOUT));
    harness.awaitHanging();
    fetch.thread().interrupt();
    assertThrows(InterruptedException.class, () -> fetch.within(PROMPT));
  }

  // closing

  @Test
  void endsTheFetchesUnderWayWhenItIsClosed() throws Exception {
    if (cannot(Ability.BLACK_HOLE)) {
      return;
    }
    SecretRef ref = hang();
    var fetch = Subject.start(() -> subject.store().fetch(ref, Subject.TIMEOUT));
    harness.awaitHanging();
    var close = Subject.start(this::closeTheStore);
    close.within(SECOND);
    assertThrows(Exception.class, () -> fetch.within(PROMPT));
  }

  @Test
  void isClosedTwiceWithoutHarm() throws Exception {
    subject.assertHolds(subject.put("there", "value-of-there"), "value-of-there");
    Subject.start(this::closeTheStore).within(SECOND);
    Subject.start(this::closeTheStore).within(SECOND);
  }

  private Void closeTheStore() {
    subject.close();
    return null;
  }

  @Test
  void answersOrFailsAtOnceAfterItWasClosed() throws Exception {
    SecretRef ref = subject.put("there", "value-of-there");
    subject.close();
    var fetch = Subject.start(() -> subject.fetch(ref));
    try {
      fetch.within(PROMPT);
    } catch (Exception e) {
      subject.assertSilent(e.toString());
    }
  }

  // silence

  @Test
  void describesItselfWithoutAValue() throws Exception {
    SecretRef ref = subject.put("there", "value-of-there");
    subject.fetch(ref);
    Map<String, String> description = subject.store().describe();
    subject.assertSilent(description.toString());
    subject.assertSilent(subject.store().toString());
    subject.assertSilent(provider().toString());
    subject.assertSilent(harness.ref("there").toString());
    assertInstanceOf(String.class, String.join("", description.values()));
  }
}
