package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hit costs in bytes and counts, which are the same on any machine. */
class HitCostTest {
  private static final int GETS = 1_000_000;
  private static final int READERS = 8;
  private static final Duration DELAY = Duration.ofSeconds(20);
  private static final String REFERENCE = "mem://db";
  private static final String FIELD = "mem://db#password";

  private final ManualTime time = new ManualTime();
  private final WatchedTime watched = new WatchedTime(time);
  private final InMemoryStore store = new InMemoryStore(time);
  private final Secrets secrets = Secrets.builder()
      .time(watched)
      .store("mem", store)
      .alias("db", FIELD)
      .timeout(Duration.ofMinutes(1))
      .build();

  @BeforeEach
  void put() {
    store.put("db", "{\"user\":\"app\",\"password\":\"one\"}");
  }

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void aGetByNameAllocatesNothing() {
    assertThat(bytesPerRead(() -> secrets.get("db"))).isLessThan(0.5);
  }

  @Test
  void aGetByReferenceAllocatesNothing() {
    assertThat(bytesPerRead(() -> secrets.get(REFERENCE))).isLessThan(0.5);
  }

  @Test
  void aGetOfAFieldAllocatesNothing() {
    assertThat(bytesPerRead(() -> secrets.get(FIELD))).isLessThan(0.5);
  }

  @Test
  void aGetOfALiveSecretAllocatesNothing() {
    LiveSecret live = secrets.live("db");
    assertThat(bytesPerRead(live)).isLessThan(0.5);
  }

  /** The collector's own count for this thread, over many reads that all give the same. */
  private static double bytesPerRead(Supplier<Secret> read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    readOften(read);
    long before = threads.getThreadAllocatedBytes(self);
    int others = readOften(read);
    long after = threads.getThreadAllocatedBytes(self);
    assertThat(others).isZero();
    return (double) (after - before) / GETS;
  }

  private static int readOften(Supplier<Secret> read) {
    Secret expected = read.get();
    int others = 0;
    for (int i = 0; i < GETS; i++) {
      others += read.get() == expected ? 0 : 1;
    }
    return others;
  }

  @Test
  void onlyAGetThatIsNoHitReadsTheClock() {
    watched.watch(Thread.currentThread());
    secrets.get("db");
    long afterTheMiss = watched.uses();
    assertThat(afterTheMiss).isPositive();
    secrets.get("db");
    assertThat(watched.uses()).isEqualTo(afterTheMiss);
  }

  @Test
  void twoHundredCallersOfASecretNotYetCachedMakeOneCall() {
    store.delay(Duration.ofMillis(200));
    List<CompletableFuture<Secret>> callers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      callers.add(time.start(() -> secrets.get(REFERENCE)));
    }
    time.advance(Duration.ofMillis(200));
    assertThat(callers).allMatch(CompletableFuture::isDone);
    assertThat(callers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void noGetLeavesTheHitPathWhileARefreshIsUnderWay() {
    beginRefresh();
    List<CompletableFuture<Void>> readers = readers(() -> {
      for (int i = 0; i < GETS / READERS; i++) {
        assertThat(shows("one")).isTrue();
      }
    });
    readers.forEach(CompletableFuture::join);
    assertThat(watched.uses()).isZero();
    assertThat(store.fetches()).isEqualTo(2);
  }

  @Test
  void noGetLeavesTheHitPathWhenTheNewVersionComes() {
    beginRefresh();
    List<CompletableFuture<Void>> readers = readers(() -> {
      while (!shows("two")) {
        Thread.onSpinWait();
      }
    });
    time.advance(DELAY);
    readers.forEach(CompletableFuture::join);
    assertThat(watched.uses()).isZero();
    assertThat(store.fetches()).isEqualTo(2);
  }

  /** Stops the clock in the middle of a refresh that will bring a new version. */
  private void beginRefresh() {
    secrets.get("db");
    secrets.get("db");
    store.rotate("db", "{\"password\":\"two\"}");
    store.delay(DELAY);
    while (store.fetches() < 2) {
      time.advance(Duration.ofSeconds(1));
    }
  }

  /** Threads of the test's own, which the clock does not wait for. */
  private List<CompletableFuture<Void>> readers(Runnable reading) {
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(CompletableFuture.runAsync(reading, task -> {
        Thread thread = new Thread(task);
        watched.watch(thread);
        thread.start();
      }));
    }
    return readers;
  }

  private boolean shows(String password) {
    return secrets.get("db").matches(password.getBytes(StandardCharsets.UTF_8));
  }
}
