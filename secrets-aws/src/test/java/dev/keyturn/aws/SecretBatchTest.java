package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.Controls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretBatchTest {
  private final AwsEmulator emulator = AwsEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.secretsManager(emulator);
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  private List<SecretRef> put(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          emulator.put("batch/" + i, "value-" + i);
          return SecretRef.parse("aws-sm://batch/" + i);
        })
        .toList();
  }

  private Map<SecretRef, Result> fetch(List<SecretRef> refs) throws Exception {
    return opened.store.fetchAll(refs, Opened.TIMEOUT);
  }

  @Test
  void readsAHundredWithFiveCalls() throws Exception {
    List<SecretRef> refs = put(100);
    Map<SecretRef, Result> results = fetch(refs);
    assertThat(emulator.controls().calls()).isEqualTo(5);
    assertThat(emulator.controls().calls("BatchGetSecretValue")).isEqualTo(5);
    for (int i = 0; i < refs.size(); i++) {
      assertThat(Opened.text(results.get(refs.get(i)).get())).isEqualTo("value-" + i);
    }
  }

  @Test
  void makesItsCallsSideBySide() throws Exception {
    List<SecretRef> refs = put(100);
    emulator.controls().delay(Duration.ofMillis(300));
    long start = System.nanoTime();
    assertThat(fetch(refs)).hasSize(100);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void givesEachSecretItsOwnError() throws Exception {
    List<SecretRef> refs = put(3);
    emulator.delete("batch/1");
    emulator.controls().deny("batch/2");
    SecretRef missing = SecretRef.parse("aws-sm://batch/missing");
    Map<SecretRef, Result> results =
        fetch(Stream.concat(refs.stream(), Stream.of(missing)).toList());
    assertThat(Opened.text(results.get(refs.get(0)).get())).isEqualTo("value-0");
    assertCode(results.get(refs.get(1)), ErrorCode.NOT_FOUND);
    assertCode(results.get(refs.get(2)), ErrorCode.DENIED);
    assertCode(results.get(missing), ErrorCode.NOT_FOUND);
  }

  private static void assertCode(Result result, ErrorCode code) {
    assertThatThrownBy(result::get)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void leavesOtherVersionsToSingleReads() throws Exception {
    List<SecretRef> refs = put(2);
    emulator.rotate("batch/1", "newer");
    SecretRef previous = refs.get(1).withVersion("AWSPREVIOUS");
    Map<SecretRef, Result> results = fetch(List.of(refs.get(0), refs.get(1), previous));
    assertThat(results).containsOnlyKeys(refs.get(0), refs.get(1));
    assertThat(Opened.text(results.get(refs.get(1)).get())).isEqualTo("newer");
  }

  @Test
  void answersANameAndItsArns() throws Exception {
    SecretRef name = put(1).get(0);
    String arn = emulator.arn("batch/0");
    SecretRef full = SecretRef.parse("aws-sm://" + arn);
    SecretRef partial = SecretRef.parse("aws-sm://" + arn.substring(0, arn.length() - 7));
    Map<SecretRef, Result> results = fetch(List.of(name, full, partial));
    assertThat(results).containsOnlyKeys(name, full, partial);
    for (Result result : results.values()) {
      assertThat(Opened.text(result.get())).isEqualTo("value-0");
    }
  }

  @Test
  void readsNamesAlsoWhereNobodySaysWhoseAnArnIs() throws Exception {
    SecretRef name = put(3).get(0);
    SecretRef one = SecretRef.parse("aws-sm://" + emulator.arn("batch/1"));
    SecretRef other = SecretRef.parse("aws-sm://" + emulator.arn("batch/2"));
    emulator.controls().on("GetCallerIdentity").fail(Controls.ALWAYS, 500);
    Map<SecretRef, Result> results = fetch(List.of(one, name, other));
    assertThat(Opened.text(results.get(name).get())).isEqualTo("value-0");
    assertCode(results.get(one), ErrorCode.UNAVAILABLE);
    assertCode(results.get(other), ErrorCode.UNAVAILABLE);
    assertThat(emulator.controls().calls("GetCallerIdentity")).isEqualTo(1);
  }

  @Test
  void leavesAllToSingleReadsWithoutThePermission() throws Exception {
    List<SecretRef> refs = put(30);
    emulator.controls().deny("BatchGetSecretValue");
    assertThat(fetch(refs)).isEmpty();
  }

  @Test
  void reportsAThrottledPortionForEachOfItsSecrets() throws Exception {
    List<SecretRef> refs = put(40);
    emulator.controls().on("BatchGetSecretValue").throttle(1, Duration.ofSeconds(7));
    Map<SecretRef, Result> results = fetch(refs);
    assertThat(results).hasSize(40);
    long throttled =
        results.values().stream().filter(result -> isThrottled(result, 7)).count();
    assertThat(throttled).isEqualTo(20);
  }

  private static boolean isThrottled(Result result, int seconds) {
    try {
      result.get();
      return false;
    } catch (StoreException e) {
      return e.code() == ErrorCode.THROTTLED
          && e.retryAfter().equals(java.util.Optional.of(Duration.ofSeconds(seconds)));
    }
  }

  @Test
  void givesUpInTimeAndKeepsWhatItHas() throws Exception {
    List<SecretRef> refs = put(60);
    emulator.controls().on("BatchGetSecretValue").blackHole(1);
    long start = System.nanoTime();
    Map<SecretRef, Result> results = opened.store.fetchAll(refs, Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(results).hasSize(60);
    long overdue = results.values().stream().filter(SecretBatchTest::isOverdue).count();
    assertThat(overdue).isEqualTo(20);
  }

  private static boolean isOverdue(Result result) {
    try {
      result.get();
      return false;
    } catch (StoreException e) {
      return e.code() == ErrorCode.TIMEOUT;
    }
  }

  @Test
  void throwsWhenNobodyIsLoggedIn() {
    List<SecretRef> refs = put(30);
    emulator.controls().fail(Controls.ALWAYS, 400, "UnrecognizedClientException");
    assertThatThrownBy(() -> fetch(refs))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
  }
}
