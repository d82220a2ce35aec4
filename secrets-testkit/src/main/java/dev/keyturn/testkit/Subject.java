package dev.keyturn.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The store under test. It looks at everything that comes out of it for a value that should not. */
final class Subject implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final StoreHarness harness;
  private final SecretStore store;
  private final List<String> values = new CopyOnWriteArrayList<>();

  Subject(StoreHarness harness) throws StoreException {
    this.harness = harness;
    this.store = harness.open();
  }

  SecretStore store() {
    return store;
  }

  SecretRef put(String name, String value) throws Exception {
    values.add(value);
    harness.put(name, value.getBytes(StandardCharsets.UTF_8));
    return harness.ref(name);
  }

  SecretRef put(String name, byte[] value) throws Exception {
    harness.put(name, value);
    return harness.ref(name);
  }

  StoredSecret fetch(SecretRef ref) throws Exception {
    StoredSecret stored = store.fetch(ref, TIMEOUT);
    assertSilent(stored.toString());
    return stored;
  }

  /** Fetches and compares byte for byte. */
  StoredSecret assertHolds(SecretRef ref, byte[] value) throws Exception {
    StoredSecret stored = fetch(ref);
    assertArrayEquals(value, bytes(ref, stored), "the value is not what was put, byte for byte");
    return stored;
  }

  StoredSecret assertHolds(SecretRef ref, String value) throws Exception {
    return assertHolds(ref, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(SecretRef ref, StoredSecret stored) {
    return Secret.of(ref, stored, Instant.EPOCH).revealBytes();
  }

  static String text(SecretRef ref, StoredSecret stored) {
    return new String(bytes(ref, stored), StandardCharsets.UTF_8);
  }

  /** Fetches what must fail, with an exception that teaches and tells nothing. */
  StoreException failure(SecretRef ref, Duration timeout) {
    return silent(assertThrows(StoreException.class, () -> store.fetch(ref, timeout)));
  }

  StoreException silent(StoreException failure) {
    String message = failure.getMessage();
    assertTrue(message != null && !message.isBlank(), "a failure says what is wrong");
    assertSilent(failure.toString());
    return failure;
  }

  /** Looks that no value that was put is in a text. */
  void assertSilent(String text) {
    for (String value : values) {
      assertFalse(text.contains(value), "a value shows in a text that is not for values");
    }
  }

  /** Runs something on another thread. */
  static <T> Running<T> start(Callable<T> action) {
    FutureTask<T> outcome = new FutureTask<>(action);
    Thread thread = new Thread(outcome, "contract");
    thread.setDaemon(true);
    thread.start();
    return new Running<>(thread, outcome);
  }

  @Override
  public void close() {
    store.close();
  }

  /** Something that runs on another thread. */
  record Running<T>(Thread thread, FutureTask<T> outcome) {
    /** What it returned, or what it threw, which must come within so long. */
    T within(Duration limit) throws Exception {
      try {
        return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        return fail("not ended after " + limit.toMillis() + " ms");
      }
    }
  }
}
