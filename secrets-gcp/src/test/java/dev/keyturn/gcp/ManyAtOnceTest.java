package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyAtOnceTest {
  private static final String READ = "AccessSecretVersion";
  private static final int MANY = 100;
  private static final int AT_ONCE = 16;
  private static final Duration LATENCY = Duration.ofMillis(50);

  /** Each answer waits for a clock that is moved by hand, so what is under way can be counted. */
  @Test
  void asksForSixteenAtATimeAndNeverForMore() throws Exception {
    ManualTime time = new ManualTime();
    try (GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start(time);
        Secrets secrets = Secrets.builder()
            .environment(Map.of())
            .timeout(Duration.ofMinutes(5))
            .store("gcp-sm", "gcp-sm", Opened.settings(emulator))
            .build()) {
      Set<String> refs = IntStream.range(0, MANY)
          .mapToObj(i -> "gcp-sm://app-" + i)
          .collect(Collectors.toCollection(TreeSet::new));
      refs.forEach(ref -> emulator.put(name(ref), "value-of-" + name(ref)));
      emulator.controls().delay(LATENCY);
      CompletableFuture<Map<String, Secret>> all =
          CompletableFuture.supplyAsync(() -> secrets.getAll(refs));
      int rounds = 0;
      for (int asked = 0; asked < MANY; rounds++) {
        asked = Math.min(asked + AT_ONCE, MANY);
        emulator.controls().awaitCalls(READ, asked);
        assertThat(emulator.controls().calls()).isEqualTo(asked);
        assertThat(all).isNotDone();
        time.advance(LATENCY);
      }
      Map<String, Secret> values = all.get();
      assertThat(values).hasSize(MANY);
      values.forEach(
          (ref, secret) -> assertThat(secret.reveal()).isEqualTo("value-of-" + name(ref)));
      assertThat(emulator.controls().calls()).isEqualTo(MANY);
      // a hundred one after another would be a hundred rounds
      assertThat((double) rounds / MANY).isLessThanOrEqualTo(0.10);
    }
  }

  private static String name(String ref) {
    return ref.replaceFirst("^.*://", "");
  }

  /** Whatever a store has started ends with it. */
  @Test
  void leavesNoThreadBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start()) {
      emulator.put("db", "value");
      try (Secrets secrets = Secrets.builder()
          .environment(Map.of())
          .store("gcp-sm", "gcp-sm", Opened.settings(emulator))
          .build()) {
        assertThat(secrets.get("gcp-sm://db").reveal()).isEqualTo("value");
        emulator.controls().blackHole(1);
        CompletableFuture<?> hanging =
            CompletableFuture.runAsync(() -> secrets.find("gcp-sm://hanging"));
        emulator.controls().awaitCalls("hanging", 1);
        assertThat(hanging).isNotDone();
      }
    }
    List<Thread> left = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().startsWith("keyturn")
            || thread.getName().startsWith("gax")
            || thread.getName().startsWith("pool-"))
        .toList();
    for (Thread thread : left) {
      // close has told it to end, and it may still be about to
      thread.join(30_000);
    }
    assertThat(left.stream().filter(Thread::isAlive).map(Thread::getName)).isEmpty();
  }
}
