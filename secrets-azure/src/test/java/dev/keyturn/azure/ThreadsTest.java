package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.Controls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store leaves behind, and how much it does at once. */
class ThreadsTest {
  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();

  private Secrets secrets() {
    Map<String, String> settings = new HashMap<>(emulator.settings());
    settings.put("id-token", "env://ID_TOKEN");
    return Secrets.builder()
        .environment(Map.of("ID_TOKEN", emulator.idToken("job")))
        .store("azure-kv", "azure-kv", settings)
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  /** Those of the client, not those of the emulator and of this test. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("HttpClient")
          || name.startsWith("keyturn-")
          || name.startsWith("azure-sdk")
          || name.contains("reactor")
          || name.contains("parallel")
          || name.contains("elastic")
          || name.startsWith("ForkJoinPool")) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void noThreadIsLeftAfterTheClose() throws Exception {
    emulator.put("db-password", "value");
    Set<String> before = threads();
    Secrets secrets = secrets();
    secrets.get("azure-kv://db-password");
    assertThat(threads()).anyMatch(name -> name.startsWith("HttpClient"));
    emulator.controls().on("GetSecret").blackHole(Controls.ALWAYS);
    emulator.controls().forgetCalls();
    CompletableFuture<?> held = CompletableFuture.runAsync(
        () -> secrets.refresh("azure-kv://db-password"), task -> new Thread(task, "held").start());
    emulator.controls().awaitCalls("GetSecret", 1);
    secrets.close();
    assertThat(held).failsWithin(Duration.ofSeconds(20));
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!before.containsAll(threads()) && System.nanoTime() < patience) {
      Thread.onSpinWait();
    }
    assertThat(threads()).isSubsetOf(before);
    emulator.close();
  }

  @Test
  void aHundredAreAskedForSixteenAtATime() throws Exception {
    IntStream.range(0, 100).forEach(i -> emulator.put("s" + i, "v" + i));
    List<String> refs =
        IntStream.range(0, 100).mapToObj(i -> "azure-kv://s" + i).toList();
    Secrets secrets = secrets();
    secrets.get("azure-kv://s0");
    emulator.controls().forgetCalls().blackHole(Controls.ALWAYS);
    CompletableFuture<?> all =
        CompletableFuture.runAsync(() -> secrets.getAll(refs), task -> new Thread(task).start());
    emulator.controls().awaitCalls("GetSecret", 16);
    secrets.close();
    assertThat(all).failsWithin(Duration.ofSeconds(20));
    assertThat(emulator.controls().calls()).isEqualTo(16);
    emulator.close();
  }
}
