package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Real threads and the system's clock. */
class UnderLoadTest {
  /** Gives both fields the number of the read. */
  private static final class CountingStore implements SecretStore {
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) {
      int read = reads.incrementAndGet();
      return StoredSecret.of("{\"user\":\"u%1$d\",\"password\":\"p%1$d\"}".formatted(read));
    }

    @Override
    public void close() {}
  }

  @Test
  void aThousandRotationsUnderEightReadersFailNobodyAndMixNothing() throws Exception {
    CountingStore store = new CountingStore();
    ExecutorService pool = Executors.newFixedThreadPool(9);
    AtomicLong reads = new AtomicLong();
    try (Secrets secrets =
        Secrets.builder().environment(Map.of()).store("s", store).build()) {
      secrets.get("s://db");
      CountDownLatch over = new CountDownLatch(1);
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(pool.submit(() -> {
          long last = 0;
          while (over.getCount() > 0) {
            Secret secret = secrets.get("s://db");
            String user = secret.field("user").reveal().substring(1);
            assertThat(secret.field("password").reveal()).isEqualTo("p" + user);
            assertThat(Long.parseLong(user)).isGreaterThanOrEqualTo(last);
            last = Long.parseLong(user);
            reads.incrementAndGet();
          }
        }));
      }
      for (int i = 0; i < 1_000; i++) {
        assertThat(secrets.refresh("s://db").isStale()).isFalse();
      }
      over.countDown();
      for (Future<?> reader : readers) {
        reader.get(30, TimeUnit.SECONDS);
      }
      assertThat(store.reads.get()).isEqualTo(1_001);
      assertThat(reads.get()).isGreaterThan(1_000);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void manyThreadsThatMissManySecretsMakeOneCallForEach() throws Exception {
    CountingStore store = new CountingStore();
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of())
        .store("s", store)
        .cache(CachePolicy.defaults())
        .build()) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        callers.add(pool.submit(() -> {
          go.await();
          for (int n = 0; n < 200; n++) {
            secrets.get("s://n" + n + (n % 2 == 0 ? "#user" : ""));
          }
          return null;
        }));
      }
      go.countDown();
      for (Future<?> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
      assertThat(store.reads.get()).isEqualTo(200);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void evictionUnderLoadLosesNobody() throws Exception {
    CountingStore store = new CountingStore();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of())
        .store("s", store)
        .cache(CachePolicy.defaults().withMaxEntries(5))
        .build()) {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int first = i;
        callers.add(pool.submit(() -> {
          for (int n = 0; n < 3_000; n++) {
            secrets.get("s://n" + (n * 7 + first) % 20);
          }
          return null;
        }));
      }
      for (Future<?> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
      assertThat(store.reads.get()).isGreaterThan(20);
    } finally {
      pool.shutdownNow();
    }
  }
}
