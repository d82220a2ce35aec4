package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final SecretRef DB = SecretRef.parse("mem://prod/db");

  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);

  private String read(String ref) throws Exception {
    SecretRef parsed = SecretRef.parse(ref);
    return Subject.text(parsed, store.fetch(parsed, TIMEOUT));
  }

  private ErrorCode failure(String ref) {
    SecretRef parsed = SecretRef.parse(ref);
    return catchThrowableOfType(StoreException.class, () -> store.fetch(parsed, TIMEOUT))
        .code();
  }

  @Test
  void keepsEveryVersionUntilTheSecretIsDeleted() throws Exception {
    store.put("prod/db", "one");
    time.advance(Duration.ofMinutes(1));
    store.rotate("prod/db", "two");

    assertThat(read("mem://prod/db")).isEqualTo("two");
    assertThat(read("mem://prod/db?version=v1")).isEqualTo("one");
    assertThat(store.fetch(DB, TIMEOUT).createdAt()).contains(time.instant());
    assertThat(store.fetch(DB, TIMEOUT).isFixedVersion()).isFalse();
    assertThat(store.fetch(DB.withVersion("v1"), TIMEOUT).isFixedVersion()).isTrue();
    assertThat(store.candidates(DB)).containsExactly(DB.withVersion("v1"));

    store.delete("prod/db");
    assertThat(failure("mem://prod/db?version=v1")).isEqualTo(ErrorCode.NOT_FOUND);
    store.put("prod/db", "three");
    assertThat(store.fetch(DB, TIMEOUT).version()).contains("v1");
    assertThat(store.candidates(DB)).isEmpty();
  }

  @Test
  void takesALeadingSlashForNoDifferenceAndHasNoTrees() throws Exception {
    store.put("/app/token", "value");

    assertThat(read("aws-ssm:///app/token")).isEqualTo("value");
    assertThat(read("aws-ssm://app/token")).isEqualTo("value");
    assertThat(failure("aws-ssm://app/token/")).isEqualTo(ErrorCode.INVALID_REFERENCE);
    assertThatThrownBy(() -> store.put("app/", "value"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.put("", "value")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToRotateWhatIsNotThere() {
    assertThatThrownBy(() -> store.rotate("typo", "value-of-typo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("typo")
        .hasMessageNotContaining("value-of-typo");
  }

  @Test
  void deniesUntilItIsAllowed() throws Exception {
    store.put("prod/db", "value");
    store.deny("prod/db");
    assertThat(failure("mem://prod/db")).isEqualTo(ErrorCode.DENIED);

    store.allow("prod/db");
    assertThat(read("mem://prod/db")).isEqualTo("value");
  }

  @Test
  void failsAsOftenAsItIsTold() throws Exception {
    store.put("prod/db", "value");
    store.failNext(ErrorCode.THROTTLED, 2);

    assertThat(failure("mem://prod/db")).isEqualTo(ErrorCode.THROTTLED);
    assertThat(failure("mem://missing")).isEqualTo(ErrorCode.THROTTLED);
    assertThat(read("mem://prod/db")).isEqualTo("value");

    store.failNext(ErrorCode.UNAVAILABLE, Integer.MAX_VALUE);
    assertThat(failure("mem://prod/db")).isEqualTo(ErrorCode.UNAVAILABLE);
    store.failNext(ErrorCode.UNAVAILABLE, 0);
    assertThat(read("mem://prod/db")).isEqualTo("value");
  }

  @Test
  void countsFetchesAlsoThoseThatFail() throws Exception {
    store.put("prod/db", "value");
    read("mem://prod/db");
    read("mem://prod/db?version=v1");
    failure("mem://missing");

    assertThat(store.fetches()).isEqualTo(3);
    assertThat(store.fetches("prod/db")).isEqualTo(2);
    assertThat(store.fetches("missing")).isEqualTo(1);
    assertThat(store.fetches("other")).isZero();
  }

  @Test
  void answersADelayedFetchWithWhatWasThereWhenItBegan() throws Exception {
    store.put("prod/db", "before");
    store.delay(Duration.ofSeconds(2));
    CompletableFuture<String> fetch = time.start(() -> read("mem://prod/db"));

    time.advance(Duration.ofSeconds(1));
    store.rotate("prod/db", "after");
    assertThat(fetch).isNotDone();

    time.advance(Duration.ofSeconds(1));
    assertThat(fetch).isCompletedWithValue("before");
    assertThat(time.timers()).isZero();
  }

  @Test
  void endsADelayThatIsTooLongInTime() {
    store.put("prod/db", "value");
    store.delay(Duration.ofHours(1));
    CompletableFuture<ErrorCode> fetch = time.start(() -> failure("mem://prod/db"));

    time.advance(TIMEOUT);
    assertThat(fetch).isCompletedWithValue(ErrorCode.TIMEOUT);
  }

  @Test
  void endsTheFetchesUnderWayWhenItIsClosedAndServesOn() throws Exception {
    store.put("prod/db", "value");
    store.delay(Duration.ofSeconds(5));
    CompletableFuture<ErrorCode> fetch = time.start(() -> failure("mem://prod/db"));
    time.awaitIdle();

    store.close();
    time.awaitIdle();
    assertThat(fetch).isCompletedWithValue(ErrorCode.UNAVAILABLE);

    store.delay(Duration.ZERO);
    assertThat(read("mem://prod/db")).isEqualTo("value");
  }

  @Test
  void readsSeveralWithOneFetchOnlyWhenItIsTold() throws Exception {
    store.put("one", "value-of-one");
    SecretRef one = SecretRef.parse("mem://one");
    SecretRef missing = SecretRef.parse("mem://missing");
    assertThat(store.fetchAll(List.of(one, missing), TIMEOUT)).isEmpty();
    assertThat(store.fetches()).isZero();

    store.batching(true);
    Map<SecretRef, Result> results = store.fetchAll(List.of(one, missing), TIMEOUT);
    assertThat(Subject.text(one, results.get(one).get())).isEqualTo("value-of-one");
    assertThatThrownBy(() -> results.get(missing).get()).isInstanceOf(StoreException.class);
    assertThat(store.fetches()).isEqualTo(1);
    assertThat(store.fetches("one")).isEqualTo(1);
  }

  @Test
  void copiesTheValue() throws Exception {
    byte[] value = {1, 2, 3};
    store.put("binary", value);
    value[0] = 9;
    SecretRef ref = SecretRef.parse("mem://binary");
    StoredSecret stored = store.fetch(ref, TIMEOUT);

    assertThat(Subject.bytes(ref, stored)).containsExactly(1, 2, 3);
  }
}
