package dev.keyturn.testkit;

import static dev.keyturn.model.ErrorCode.INVALID_REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.StoreHarness.Ability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: a store for each test, and what is expected of it. */
abstract class ContractPart {
  StoreHarness harness;
  Subject subject;

  /** See {@link SecretStoreContract#harness()}. */
  abstract StoreHarness newHarness() throws Exception;

  @BeforeEach
  void open() throws Exception {
    harness = newHarness();
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

  SecretStoreProvider provider() {
    return harness.provider();
  }

  /** Tells whether something is declared impossible; {@link DeclaringContract} says so in the report. */
  boolean cannot(Ability ability) {
    return harness.cannot().containsKey(ability);
  }

  void assertRefused(SecretRef ref, String what) {
    StoreException failure =
        assertThrows(StoreException.class, () -> provider().check(ref), "check accepts " + what);
    assertEquals(INVALID_REFERENCE, subject.silent(failure).code());
  }

  void assertFails(ErrorCode code, SecretRef ref) {
    assertEquals(code, subject.failure(ref, Subject.TIMEOUT).code());
  }
}
