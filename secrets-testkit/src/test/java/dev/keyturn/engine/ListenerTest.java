package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears of rotations, when, and in which order. */
class ListenerTest {
  private static final String REF = "mem://db";

  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);
  private final Secrets secrets =
      Secrets.builder().environment(Map.of()).time(time).store("mem", store).build();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Log log = new Log();
  private LiveSecret live;

  @BeforeEach
  void open() {
    store.put("db", "one");
    live = secrets.live(REF);
    live.get();
  }

  @AfterEach
  void close() {
    secrets.close();
    log.close();
  }

  private void rotate(String value) {
    store.put("db", value);
    refresh();
  }

  private void refresh() {
    try {
      secrets.refresh(REF);
    } catch (SecretsException e) {
      // the store's word, which the test asked for
    }
    time.awaitIdle();
  }

  private void hear(Rotation rotation) {
    heard.add(rotation.from() + ">" + rotation.to());
  }

  @Test
  void rotationsAreHeardInOrderWhenTheNewValueCanBeHad() {
    List<String> seen = new CopyOnWriteArrayList<>();
    live.onRotation(this::hear);
    live.onRotation(
        r -> seen.add(r.to() + live.get().version() + secrets.get(REF).version()));
    for (int i = 0; i < 10; i++) {
      rotate("value " + i);
    }
    assertThat(heard).hasSize(10).startsWith("v1>v2", "v2>v3").endsWith("v10>v11");
    assertThat(seen).hasSize(10).startsWith("v2v2v2").endsWith("v11v11v11");
  }

  @Test
  void aListenerRunsOnNeitherTheCallersNorTheFetchingThread() {
    AtomicReference<Thread> teller = new AtomicReference<>();
    live.onRotation(r -> teller.set(Thread.currentThread()));
    rotate("two");
    assertThat(teller.get()).isNotNull().isNotEqualTo(Thread.currentThread());
    assertThat(teller.get().getName()).doesNotContain("mem");
  }

  @Test
  void whileAListenerIsBusyRotationsMergeAndOthersHearThemAll() {
    CompletableFuture<Void> free = new CompletableFuture<>();
    List<String> others = new CopyOnWriteArrayList<>();
    live.onRotation(r -> {
      hear(r);
      if (heard.size() == 1) {
        await(free);
      }
    });
    live.onRotation(r -> others.add(r.to()));
    rotate("two");
    rotate("three");
    rotate("four");
    rotate("five");
    assertThat(heard).containsExactly("v1>v2");
    assertThat(others).containsExactly("v2", "v3", "v4", "v5");
    free.complete(null);
    time.awaitIdle();
    assertThat(heard).containsExactly("v1>v2", "v2>v5");
  }

  private void await(CompletableFuture<Void> free) {
    try {
      time.await(free);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aListenerThatThrowsHearsTheNextOneAndCostsALineWithoutItsMessage() {
    live.onRotation(r -> {
      hear(r);
      throw new IllegalStateException("canary-in-a-message");
    });
    rotate("two");
    rotate("three");
    assertThat(heard).containsExactly("v1>v2", "v2>v3");
    assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("IllegalStateException"));
    assertThat(log.lines()).noneMatch(line -> line.contains("canary"));
  }

  @Test
  void aListenerThatThrowsWhatItDoesNotDeclareHearsTheNextOne() {
    live.onRotation(r -> {
      hear(r);
      ListenerTest.<RuntimeException>sneak(new Exception("undeclared"));
    });
    rotate("two");
    rotate("three");
    assertThat(heard).containsExactly("v1>v2", "v2>v3");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> void sneak(Exception e) throws X {
    throw (X) e;
  }

  @Test
  void whoHasUnsubscribedHearsNothingMore() throws Exception {
    AutoCloseable subscription = live.onRotation(this::hear);
    rotate("two");
    subscription.close();
    subscription.close();
    rotate("three");
    assertThat(heard).containsExactly("v1>v2");
  }

  @Test
  void whoUnsubscribesWhileBusyDoesNotHearWhatWaits() throws Exception {
    CompletableFuture<Void> free = new CompletableFuture<>();
    AutoCloseable subscription = live.onRotation(r -> {
      hear(r);
      await(free);
    });
    rotate("two");
    rotate("three");
    subscription.close();
    free.complete(null);
    time.awaitIdle();
    assertThat(heard).containsExactly("v1>v2");
  }

  @Test
  void aCloseFromAListenerIsNoDeadlockAndNothingIsHeardAfterIt() {
    live.onRotation(r -> {
      hear(r);
      secrets.close();
    });
    live.onRotation(this::hear);
    store.put("db", "two");
    refresh();
    assertThat(heard.size()).isBetween(1, 2);
    int before = heard.size();
    store.put("db", "three");
    refresh();
    assertThat(heard).hasSize(before);
  }

  @Test
  void whatWaitedForABusyListenerIsNotToldAfterTheClose() {
    CompletableFuture<Void> free = new CompletableFuture<>();
    live.onRotation(r -> {
      hear(r);
      await(free);
    });
    rotate("two");
    rotate("three");
    secrets.close();
    free.complete(null);
    time.awaitIdle();
    assertThat(heard).containsExactly("v1>v2");
  }

  @Test
  void anotherValueUnderTheSameNumberIsARotation() {
    live.onRotation(this::hear);
    store.delete("db");
    store.put("db", "another");
    refresh();
    assertThat(heard).containsExactly("v1>v1");
    assertThat(live.get().reveal()).isEqualTo("another");
  }

  @Test
  void theSameValueUnderAnotherNumberIsARotation() {
    live.onRotation(this::hear);
    rotate("one");
    assertThat(heard).containsExactly("v1>v2");
  }

  @Test
  void aSecretThatWasMissingForAWhileRotatesOnlyIfItComesBackChanged() {
    live.onRotation(this::hear);
    store.delete("db");
    refresh();
    store.put("db", "one");
    refresh();
    assertThat(heard).isEmpty();
    store.delete("db");
    refresh();
    store.put("db", "two");
    refresh();
    assertThat(heard).containsExactly("v1>v1");
  }

  @Test
  void aFieldHearsOfTheWholeSecret() {
    rotate("{\"user\":\"u\",\"password\":\"1\"}");
    LiveSecret user = secrets.live(REF + "#user");
    user.get();
    user.onRotation(this::hear);
    rotate("{\"user\":\"u\",\"password\":\"2\"}");
    assertThat(heard).containsExactly("v2>v3");
  }
}
