package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.AwsEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hundred secrets at once, each call 50 ms away. */
class BatchTest {
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final int MANY = 100;
  private static final int WARM_UP = 10;
  private static final int RUNS = 9;

  private final AwsEmulator emulator = AwsEmulator.start();

  @AfterEach
  void close() {
    emulator.close();
  }

  private Secrets secrets() {
    Map<String, String> settings =
        Map.of("region", "us-east-1", "endpoint", emulator.endpoint().toString(), "auth", "none");
    return Secrets.builder()
        .environment(Map.of())
        .store("aws-sm", "aws-sm", settings)
        .store("aws-ssm", "aws-ssm", settings)
        .build();
  }

  @Test
  void secretsManagerTakesFiveCalls() {
    everyRef("aws-sm").forEach(ref -> emulator.put(name(ref), "value-of-" + name(ref)));
    measure("aws-sm", "BatchGetSecretValue", 5, 0.015);
  }

  @Test
  void parameterStoreTakesTenCalls() {
    everyRef("aws-ssm")
        .forEach(ref -> emulator.putSecureString(name(ref), "value-of-" + name(ref)));
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

  private static String name(String ref) {
    return ref.replaceFirst("^.*://", "");
  }

  private void measure(String kind, String call, int calls, double aim) {
    try (Secrets secrets = secrets()) {
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
      assertThat(ratio).isLessThanOrEqualTo(aim);
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
