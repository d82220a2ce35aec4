package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How everything ends. */
class CloseTest {
  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);
  private final Held held = new Held(time);
  private final Secrets secrets = Secrets.builder()
      .environment(Map.of())
      .time(time)
      .store("mem", store)
      .store("held", held)
      .build();

  @AfterEach
  void close() {
    held.free.complete(null);
    secrets.close();
  }

  /** A store whose fetches wait until they are interrupted, and that counts its closes. */
  private static final class Held implements SecretStore {
    final CompletableFuture<Void> free = new CompletableFuture<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final ManualTime time;
    volatile boolean slowToClose;

    Held(ManualTime time) {
      this.time = time;
    }

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) throws InterruptedException {
      events.add("fetch");
      try {
        time.await(new CompletableFuture<Void>());
      } catch (InterruptedException e) {
        events.add("interrupted");
        throw e;
      }
      return StoredSecret.of("never");
    }

    @Override
    public void close() {
      events.add("close");
      if (slowToClose) {
        try {
          time.await(free);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static void assertClosed(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            SecretsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
  }

  private static void assertClosed(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    assertThatThrownBy(future::join)
        .cause()
        .isInstanceOfSatisfying(
            SecretsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
  }

  @Test
  void everyUseAfterIsClosedAndWhatWasHandedOutStays() {
    store.put("db", "one");
    LiveSecret live = secrets.live("mem://db");
    Secret secret = live.get();
    secrets.close();
    secrets.close();
    assertClosed(() -> secrets.get("mem://db"));
    assertClosed(() -> secrets.get("mem://db", Duration.ofSeconds(1)));
    assertClosed(() -> secrets.find("mem://db"));
    assertClosed(() -> secrets.getAll(List.of("mem://db")));
    assertClosed(() -> secrets.require("mem://db"));
    assertClosed(() -> secrets.refresh("mem://db"));
    assertClosed(() -> secrets.live("mem://db"));
    assertClosed(() -> secrets.live("mem://other"));
    assertClosed(live::get);
    assertClosed(() -> live.call(Secret::reveal, e -> true));
    assertClosed(secrets.getAsync("mem://db"));
    live.rejected(secret);
    live.onRotation(r -> {});
    assertThat(secret.reveal()).isEqualTo("one");
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void whoWaitsIsToldAndTheFetchIsInterrupted() {
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    LiveSecret live = secrets.live("held://a");
    for (int i = 0; i < 8; i++) {
      waiting.add(time.start(() -> secrets.get("held://a")));
      waiting.add(time.start(live::get));
      waiting.add(time.start(() -> secrets.getAll(List.of("held://a", "held://b"))));
      waiting.add(time.start(() -> live.call(Secret::reveal, e -> true)));
      waiting.add(secrets.getAsync("held://a"));
    }
    time.awaitIdle();
    secrets.close();
    time.awaitIdle();
    assertThat(waiting).allSatisfy(CloseTest::assertClosed);
    assertThat(held.events).containsOnlyOnce("close");
    assertThat(held.events.stream().filter("interrupted"::equals)).hasSize(2);
    assertThat(time.timers()).isZero();
  }

  @Test
  void asMuchIsToldToWhoWaitsForAPlace() {
    List<CompletableFuture<Secret>> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(secrets.getAsync("held://secret-" + i));
    }
    time.awaitIdle();
    assertThat(held.events).hasSize(16);
    secrets.close();
    time.awaitIdle();
    assertThat(waiting).allSatisfy(CloseTest::assertClosed);
    assertThat(held.events.stream().filter("fetch"::equals)).hasSize(16);
  }

  @Test
  void aSecondCloseReturnsWhenTheFirstHasEnded() {
    held.slowToClose = true;
    List<CompletableFuture<Boolean>> closes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      closes.add(time.start(() -> {
        secrets.close();
        return true;
      }));
    }
    time.awaitIdle();
    assertThat(closes).noneMatch(CompletableFuture::isDone);
    time.advance(Duration.ofSeconds(1));
    assertThat(closes).allMatch(CompletableFuture::isDone);
    assertThat(held.events).containsExactly("close");
  }

  @Test
  void aStoreThatWasGivenIsClosedAlthoughItWasNeverUsed() {
    secrets.close();
    assertThat(held.events).containsExactly("close");
  }

  @Test
  void anInterruptedThreadClosesAllTheSameAndKeepsItsFlag() {
    RentingStore rent = new RentingStore(time);
    Secrets leased =
        Secrets.builder().environment(Map.of()).time(time).store("rent", rent).build();
    leased.get("rent://creds");
    Thread.currentThread().interrupt();
    leased.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rent.events()).containsExactly("fetch 1", "revoke lease-1", "close");
  }

  @Test
  void aStoreWhoseCredentialsComeFromAnotherClosesBeforeIt(@TempDir Path directory)
      throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(SecretStoreProvider.class.getName()), Chained.class.getName());
    Chained.CLOSED.clear();
    URL[] path = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, CloseTest.class.getClassLoader())) {
      Secrets chain = Secrets.builder()
          .environment(Map.of())
          .time(time)
          .classLoader(loader)
          .store("mem", store)
          .store("a", "chained", Map.of("token", "c://token"))
          .store("b", "chained", Map.of("token", "mem://token"))
          .store("c", "chained", Map.of("token", "b://token"))
          .build();
      store.put("token", "t");
      chain.getAll(List.of("b://x", "a://x", "c://x"));
      chain.close();
    }
    assertThat(Chained.CLOSED).containsExactly("a", "c", "b");
  }

  /** A kind of store that logs in with a secret of another. */
  @StoreKind("chained")
  public static final class Chained implements SecretStoreProvider {
    static final List<String> CLOSED = new CopyOnWriteArrayList<>();

    /** Found by its services entry. */
    public Chained() {}

    @Override
    public Set<String> keys() {
      return Set.of("token");
    }

    @Override
    public Set<String> secretKeys() {
      return Set.of("token");
    }

    @Override
    public SecretStore open(StoreContext context) {
      return new SecretStore() {
        @Override
        public StoredSecret fetch(SecretRef ref, Duration timeout)
            throws StoreException, InterruptedException {
          return StoredSecret.of(context.secret("token").orElseThrow().reveal());
        }

        @Override
        public void close() {
          CLOSED.add(context.name());
        }
      };
    }
  }
}
