package dev.keyturn.testkit;

import static dev.keyturn.model.ErrorCode.DENIED;
import static dev.keyturn.model.ErrorCode.NOT_FOUND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.StoreHarness.Ability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The contract's first part: what a provider says, and what its stores read. */
abstract class ReadingContract extends DeclaringContract {
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
      assertRefused(ref, text);
    }
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
    assertHoldsIfItCan(Ability.EMPTY);
  }

  @Test
  void readsALargeValue() throws Exception {
    assertHoldsIfItCan(Ability.LARGE);
  }

  @Test
  void readsNul() throws Exception {
    assertHoldsIfItCan(Ability.NUL);
  }

  @Test
  void readsBytesThatAreNoText() throws Exception {
    assertHoldsIfItCan(Ability.BINARY);
  }

  private void assertHoldsIfItCan(Ability ability) throws Exception {
    if (!cannot(ability)) {
      byte[] value = value(ability);
      subject.assertHolds(subject.put("value", value), value);
    }
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
    if (cannot(Ability.VERSIONS)) {
      return;
    }
    SecretRef ref = subject.put("versions", "first-value");
    SecretRef first = ref.withVersion(subject.fetch(ref).version().orElseThrow());
    subject.put("versions", "second-value");
    SecretRef second = ref.withVersion(subject.fetch(ref).version().orElseThrow());
    provider().check(first);
    assertEquals(first.version(), subject.assertHolds(first, "first-value").version());
    assertEquals(second.version(), subject.assertHolds(second, "second-value").version());
  }

  @Test
  void saysNotFoundForAVersionThatIsMissing() throws Exception {
    if (cannot(Ability.VERSIONS)) {
      return;
    }
    SecretRef unknown =
        subject.put("versions", "first-value").withVersion(harness.unknownVersion());
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
}
