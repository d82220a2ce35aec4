package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.InMemoryStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the system's clock and real threads. */
class RealTimeTest {
  private static final int ROTATIONS = 1_000;
  private static final int THREADS = 64;

  @Test
  void noReadFailsOrIsMixedWhileASecretRotatesAThousandTimes() throws InterruptedException {
    InMemoryStore store = new InMemoryStore();
    store.put("db", pair(0));
    try (Secrets secrets =
        Secrets.builder().environment(Map.of()).store("mem", store).build()) {
      LiveSecret live = secrets.live("mem://db");
      AtomicInteger bad = new AtomicInteger();
      LongAdder reads = new LongAdder();
      AtomicBoolean over = new AtomicBoolean();
      Semaphore reading = new Semaphore(0);
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        readers.add(new Thread(() -> {
          while (!over.get()) {
            reading.acquireUninterruptibly();
            bad.addAndGet(badReads(secrets, live));
            reads.increment();
          }
        }));
      }
      readers.forEach(Thread::start);
      for (int i = 1; i <= ROTATIONS; i++) {
        reading.release(2 * THREADS); // while the secret rotates, and no more, so that it does
        store.rotate("db", pair(i));
        secrets.refresh("mem://db");
      }
      over.set(true);
      reading.release(THREADS);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(bad).hasValue(0);
      assertThat(reads.sum()).isGreaterThan(ROTATIONS);
      assertThat(live.get().field("user").reveal()).isEqualTo("user-" + ROTATIONS);
    }
  }

  private static String pair(int i) {
    return "{\"user\":\"user-%d\",\"password\":\"password-%d\"}".formatted(i, i);
  }

  private static int badReads(Secrets secrets, LiveSecret live) {
    try {
      boolean called = live.call(RealTimeTest::belongsTogether, e -> false);
      boolean all = belongsTogether(live.get()) && belongsTogether(secrets.get("mem://db"));
      Map<String, Secret> both = secrets.getAll(List.of("mem://db", "mem://db"));
      return called && all && both.values().stream().allMatch(RealTimeTest::belongsTogether)
          ? 0
          : 1;
    } catch (RuntimeException e) {
      return 1;
    }
  }

  private static boolean belongsTogether(Secret secret) {
    String user = secret.field("user").reveal();
    String password = secret.field("password").reveal();
    return user.substring(4).equals(password.substring(8));
  }

  @Test
  void openingAndClosingAThousandTimesLeavesNothingBehind(@TempDir Path directory)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("token"), "t");
    for (int i = 0; i < 50; i++) {
      cycle(directory);
    }
    int threads = threads();
    long descriptors = descriptors();
    for (int i = 0; i < 1_000; i++) {
      cycle(directory);
    }
    assertThat(settles(() -> threads() <= threads))
        .as("threads, %d before", threads)
        .isTrue();
    assertThat(settles(() -> descriptors() <= descriptors))
        .as("descriptors, %d before", descriptors)
        .isTrue();
  }

  private static void cycle(Path directory) {
    InMemoryStore store = new InMemoryStore();
    store.put("db", "one");
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("TOKEN", "t"))
        .store("mem", store)
        .store("file", "file", Map.of("roots", directory.toString()))
        .build()) {
      LiveSecret live = secrets.live("file://token");
      assertThat(live.get().reveal()).isEqualTo("t");
      assertThat(secrets.get("env://TOKEN").reveal()).isEqualTo("t");
      live.onRotation(r -> {});
      secrets.getAsync("mem://db").join();
      store.rotate("db", "two");
      secrets.refresh("mem://db");
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** Open files of this process, where the system tells. */
  private static long descriptors() {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(open)) {
      return all.count();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean settles(BooleanSupplier calm) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!calm.getAsBoolean() && System.nanoTime() < deadline) {
      never.await(50, TimeUnit.MILLISECONDS);
    }
    return calm.getAsBoolean();
  }
}
