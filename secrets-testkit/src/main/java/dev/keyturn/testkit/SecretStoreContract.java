package dev.keyturn.testkit;

import static dev.keyturn.model.ErrorCode.DENIED;
import static dev.keyturn.model.ErrorCode.INVALID_REFERENCE;
import static dev.keyturn.model.ErrorCode.NOT_FOUND;
import static dev.keyturn.model.ErrorCode.TIMEOUT;
import static dev.keyturn.model.ErrorCode.UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.StoreHarness.Ability;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

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
 * impossible is published as an entry {@code cannot} of the test's report, and the documented refusal is
 * tested in its place.
 */
public abstract class SecretStoreContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PROMPT = Duration.ofSeconds(3);

  private StoreHarness harness;
  private Subject subject;
  private TestReporter reporter;

  /** For subclasses. */
  protected SecretStoreContract() {}

  /**
   * Makes a harness around a service that holds no secret yet. Called once for each test.
   *
   * @return the harness; it is closed after the test
   * @throws Exception if the service cannot be started; the test then fails
   */
  protected abstract StoreHarness harness() throws Exception;

  @BeforeEach
  void open(TestReporter testReporter) throws Exception {
    reporter = testReporter;
    harness = harness();
    subject = new Subject(harness);
  }

  @AfterEach
  void close() throws Exception {
    if (subject != null) {
      subject.close();
    }
    if (harness != null) {
      harness.close();
    }
  }

  /** Tells whether something is declared impossible, and puts that into the report. */
  private boolean cannot(Ability ability) {
    String reason = harness.cannot().get(ability);
    if (reason == null) {
      return false;
    }
    reporter.publishEntry("cannot", ability + ": " + reason);
    return true;
  }

  private SecretStoreProvider provider() {
    return harness.provider();
  }

  // the provider

  @Test
  void isFoundByItsKind() {
    Class<?> type = provider().getClass();
    StoreKind kind = type.getAnnotation(StoreKind.class);
    assertNotNull(kind, "the provider's class bears @StoreKind");
    assertTrue(kind.value().matches("[A-Za-z0-9_-]+"), "a kind is letters, digits, - and _");
    long found = ServiceLoader.load(SecretStoreProvider.class, type.getClassLoader()).stream()
        .filter(candidate -> candidate.type().equals(type))
        .count();
    assertEquals(1, found, "META-INF/services names " + type.getName() + " once");
  }

  @Test
  void needsNoSdkUntilItIsOpened() throws Exception {
    List<String> refs = new ArrayList<>(harness.nonsense());
    refs.add(harness.ref("name").toString());
    try (Isolated isolated = new Isolated(provider().getClass())) {
      isolated.look(refs);
    }
  }

  @Test
  void knowsItsKeys() {
    assertTrue(provider().keys().containsAll(provider().secretKeys()), "secretKeys() are keys()");
    assertEquals(provider().keys(), provider().keys());
  }

  @Test
  void acceptsItsReferencesAndRefusesNonsense() throws Exception {
    provider().check(harness.ref("name"));
    assertFalse(harness.nonsense().isEmpty(), "nonsense() names at least one reference");
    for (String text : harness.nonsense()) {
      SecretRef ref = SecretRef.parse(text);
      assertRefused(ref, "check accepts " + text);
    }
  }

  private void assertRefused(SecretRef ref, String complaint) {
    StoreException failure =
        assertThrows(StoreException.class, () -> provider().check(ref), complaint);
    assertEquals(INVALID_REFERENCE, subject.silent(failure).code());
  }

  // values

  @Test
  void readsWhatIsThere() throws Exception {
    SecretRef ref = subject.put("there", "value-of-there");
    StoredSecret stored = subject.assertHolds(ref, "value-of-there");
    assertNotEquals(Optional.of(""), stored.version());
    assertFalse(stored.version().orElse("").contains("value-of-there"));
  }

  @Test
  void keepsTwoSecretsApart() throws Exception {
    SecretRef one = subject.put("one", "value-of-one");
    SecretRef two = subject.put("two", "value-of-two");
    subject.assertHolds(one, "value-of-one");
    subject.assertHolds(two, "value-of-two");
  }

  @Test
  void readsLinesBlanksAndEmojiByteForByte() throws Exception {
    String value = " \tline\r\nline\n\n\u00e9\u4e2d\ud83d\udd11\u200b \n";
    subject.assertHolds(subject.put("lines", value), value);
  }

  @Test
  void readsAnEmptyValue() throws Exception {
    assertHoldsUnless(Ability.EMPTY, new byte[0]);
  }

  @Test
  void readsALargeValue() throws Exception {
    byte[] large = new byte[64 * 1024];
    Arrays.fill(large, (byte) 'x');
    assertHoldsUnless(Ability.LARGE, large);
  }

  @Test
  void readsNul() throws Exception {
    assertHoldsUnless(Ability.NUL, "a\0b\0".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsBytesThatAreNoText() throws Exception {
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (255 - i);
    }
    assertHoldsUnless(Ability.BINARY, binary);
  }

  private void assertHoldsUnless(Ability ability, byte[] value) throws Exception {
    if (cannot(ability)) {
      assertThrows(
          UnsupportedOperationException.class,
          () -> harness.put("value", value),
          "cannot() declares " + ability + ", but put accepts such a value");
      return;
    }
    subject.assertHolds(subject.put("value", value), value);
  }

  // missing and denied

  @Test
  void saysNotFoundForWhatIsMissing() throws Exception {
    subject.put("there", "value-of-there");
    assertFails(NOT_FOUND, harness.ref("missing"));
  }

  @Test
  void saysNotFoundForWhatWasDeleted() throws Exception {
    if (cannot(Ability.DELETE)) {
      return;
    }
    SecretRef ref = subject.put("deleted", "value-of-deleted");
    StoredSecret known = subject.fetch(ref);
    harness.delete("deleted");
    assertFails(NOT_FOUND, ref);
    StoreException failure = assertThrows(
        StoreException.class,
        () -> subject.store().fetchIfChanged(ref, known, Subject.TIMEOUT),
        "a deleted secret is not unchanged");
    assertEquals(NOT_FOUND, subject.silent(failure).code());
  }

  @Test
  void saysDeniedForWhatItMayNotRead() throws Exception {
    if (cannot(Ability.DENY)) {
      return;
    }
    SecretRef ref = subject.put("denied", "value-of-denied");
    harness.deny("denied");
    assertFails(DENIED, ref);
  }

  private void assertFails(ErrorCode code, SecretRef ref) {
    assertEquals(code, subject.failure(ref, Subject.TIMEOUT).code());
  }

  // versions and rotation

  @Test
  void readsTheNewValueAfterARotation() throws Exception {
    SecretRef ref = subject.put("rotated", "first-value");
    StoredSecret first = subject.assertHolds(ref, "first-value");
    subject.put("rotated", "second-value");
    StoredSecret second = subject.assertHolds(ref, "second-value");
    assertFalse(first.hasSameValueAs(second));
    if (first.version().isPresent()) {
      assertNotEquals(first.version(), second.version(), "a new version has a new name");
    }
  }

  @Test
  void tellsChangedFromUnchanged() throws Exception {
    SecretRef ref = subject.put("watched", "first-value");
    StoredSecret known = subject.fetch(ref);
    Optional<StoredSecret> same = subject.store().fetchIfChanged(ref, known, Subject.TIMEOUT);
    assertTrue(same.isEmpty() || same.get().hasSameValueAs(known), "nothing has changed");
    assertTrue(same.isEmpty() || same.get().version().equals(known.version()));

    subject.put("watched", "second-value");
    Optional<StoredSecret> changed = subject.store().fetchIfChanged(ref, known, Subject.TIMEOUT);
    assertTrue(changed.isPresent(), "the value has changed");
    assertEquals(
        "second-value", new String(Subject.bytes(ref, changed.get()), StandardCharsets.UTF_8));
  }

  @Test
  void readsAnEarlierVersion() throws Exception {
    SecretRef ref = subject.put("versions", "first-value");
    if (cannot(Ability.VERSIONS)) {
      assertRefused(ref.withVersion(harness.unknownVersion()), "check accepts a version");
      return;
    }
    SecretRef first = ref.withVersion(subject.fetch(ref).version().orElseThrow());
    subject.put("versions", "second-value");
    SecretRef second = ref.withVersion(subject.fetch(ref).version().orElseThrow());
    provider().check(first);
    assertEquals(first.version(), subject.assertHolds(first, "first-value").version());
    assertEquals(second.version(), subject.assertHolds(second, "second-value").version());
  }

  @Test
  void saysNotFoundForAVersionThatIsMissing() throws Exception {
    SecretRef ref = subject.put("versions", "first-value");
    SecretRef unknown = ref.withVersion(harness.unknownVersion());
    if (cannot(Ability.VERSIONS)) {
      assertRefused(unknown, "check accepts a version");
      return;
    }
    provider().check(unknown);
    assertFails(NOT_FOUND, unknown);
  }

  @Test
  void offersOnlyOtherVersionsAsCandidates() throws Exception {
    SecretRef ref = subject.put("candidates", "first-value");
    subject.put("candidates", "second-value");
    for (SecretRef candidate : subject.store().candidates(ref)) {
      provider().check(candidate);
      assertEquals(ref.storeAndPath(), candidate.storeAndPath());
      assertNotEquals(ref, candidate);
    }
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
      assertEquals("value-of-one", text(one, results.get(one).get()));
    }
    if (results.containsKey(missing)) {
      StoreException failure = assertThrows(StoreException.class, results.get(missing)::get);
      assertEquals(NOT_FOUND, subject.silent(failure).code());
    }
  }

  private static String text(SecretRef ref, StoredSecret stored) {
    return new String(Subject.bytes(ref, stored), StandardCharsets.UTF_8);
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
      assertEquals("value-of-later", text(ref, store.fetch(ref, Subject.TIMEOUT)));
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
