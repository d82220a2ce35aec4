package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A hundred secrets at once, each call 50 ms away. */
class BatchTest {
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final int MANY = 100;
  private static final int WARM_UP = 30;
  private static final int RUNS = 9;

  private static Secrets secrets(AwsEmulator emulator) {
    Map<String, String> settings =
        Map.of("region", "us-east-1", "endpoint", emulator.endpoint().toString(), "auth", "none");
    return Secrets.builder()
        .environment(Map.of())
        .store("aws-sm", "aws-sm", settings)
        .store("aws-ssm", "aws-ssm", settings)
        .build();
  }

  @Test
  void secretsManagerTakesFiveCallsAtOnce() throws Exception {
    assertAllAreUnderWayAtOnce("aws-sm", "BatchGetSecretValue", 5);
    measure("aws-sm", "BatchGetSecretValue", 5, 0.015);
  }

  @Test
  void parameterStoreTakesTenCallsAtOnce() throws Exception {
    assertAllAreUnderWayAtOnce("aws-ssm", "GetParameters", 10);
    measure("aws-ssm", "GetParameters", 10, 0.025);
  }

  /** For each run a hundred that nobody has read yet. */
  private static List<String> refs(String kind, int run) {
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      refs.add(kind + "://app-" + run + "-" + i);
    }
    return refs;
  }

  private static List<String> everyRef(String kind) {
    List<String> refs = new ArrayList<>();
    for (int run = 0; run <= RUNS + WARM_UP; run++) {
      refs.addAll(refs(kind, run));
    }
    return refs;
  }

  private static void put(AwsEmulator emulator, String ref) {
    String value = "value-of-" + name(ref);
    if (ref.startsWith("aws-ssm:")) {
      emulator.putSecureString(name(ref), value);
    } else {
      emulator.put(name(ref), value);
    }
  }

  private static String name(String ref) {
    return ref.replaceFirst("^.*://", "");
  }

  /** Counts are asserted; times are told, since they belong to the machine. */
  private static void measure(String kind, String call, int calls, double aim) {
    try (AwsEmulator emulator = AwsEmulator.start();
        Secrets secrets = secrets(emulator)) {
      everyRef(kind).forEach(ref -> put(emulator, ref));
      for (int run = 0; run < WARM_UP; run++) {
        batch(secrets, refs(kind, run));
      }
      emulator.controls().delay(LATENCY);
      List<Long> batches = new ArrayList<>();
      for (int run = WARM_UP; run < WARM_UP + RUNS; run++) {
        emulator.controls().forgetCalls();
        batches.add(batch(secrets, refs(kind, run)));
        assertThat(emulator.controls().calls(call)).isEqualTo(calls);
        assertThat(emulator.controls().calls()).isEqualTo(calls);
      }
      batches.sort(null);
      long one = sequence(secrets, refs(kind, WARM_UP + RUNS));
      double ratio = (double) batches.get(RUNS / 2) / one;
      System.out.printf(
          Locale.ROOT,
          "%s: getAll(%d) with %d ms latency: %d calls of %s, %.0f ms (median of %d, %.0f to %.0f); one"
              + " after another %.0f ms; ratio %.4f (aim %.3f)%n",
          kind,
          MANY,
          LATENCY.toMillis(),
          calls,
          call,
          batches.get(RUNS / 2) / 1e6,
          RUNS,
          batches.get(0) / 1e6,
          batches.get(RUNS - 1) / 1e6,
          one / 1e6,
          ratio,
          aim);
    }
  }

  /** No call is answered before all are under way: what takes one round trip cannot be told faster. */
  private static void assertAllAreUnderWayAtOnce(String kind, String call, int calls)
      throws Exception {
    ManualTime time = new ManualTime();
    try (AwsEmulator emulator = AwsEmulator.start(time);
        Secrets secrets = secrets(emulator)) {
      List<String> refs = refs(kind, 0);
      refs.forEach(ref -> put(emulator, ref));
      emulator.controls().delay(LATENCY);
      CompletableFuture<Map<String, Secret>> all =
          CompletableFuture.supplyAsync(() -> secrets.getAll(refs));
      emulator.controls().awaitCalls(call, calls);
      assertThat(all).isNotDone();
      time.advance(LATENCY);
      all.get().forEach(BatchTest::assertIsIts);
      assertThat(emulator.controls().calls()).isEqualTo(calls);
    }
  }

  private static long batch(Secrets secrets, List<String> refs) {
    long start = System.nanoTime();
    Map<String, Secret> all = secrets.getAll(refs);
    long took = System.nanoTime() - start;
    all.forEach(BatchTest::assertIsIts);
    return took;
  }

  private static long sequence(Secrets secrets, List<String> refs) {
    long start = System.nanoTime();
    refs.forEach(ref -> assertIsIts(ref, secrets.get(ref)));
    return System.nanoTime() - start;
  }

  private static void assertIsIts(String ref, Secret secret) {
    assertThat(secret.reveal()).isEqualTo("value-of-" + name(ref));
  }
}
