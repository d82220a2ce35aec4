package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreKind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangedTest {
  private static ScriptedStore opened;
  private static StoreContext context;

  /** Offers the test's store and keeps its context. */
  @StoreKind("changing")
  public static final class Provider implements SecretStoreProvider {
    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public SecretStore open(StoreContext given) {
      context = given;
      return opened;
    }
  }

  private final Rig rig = new Rig();
  private final ScriptedStore store = new ScriptedStore(rig.time);
  private Secrets secrets;

  @BeforeEach
  void open() throws Exception {
    opened = store;
    secrets = Secrets.builder()
        .environment(java.util.Map.of())
        .time(rig.time)
        .classLoader(ServicesEntries.loader(Provider.class.getName()))
        .build();
  }

  @AfterEach
  void close() {
    secrets.close();
    rig.close();
  }

  private static SecretRef ref(String path) {
    return SecretRef.parse("changing://" + path);
  }

  private Secret get(String path) {
    return rig.now(rig.caller(() -> secrets.get("changing://" + path)));
  }

  @Test
  void aChangeIsOneFetchAndReadersKeepWhatTheyHaveMeanwhile() {
    Secret first = get("a");
    CompletableFuture<StoredSecret> gate = store.block();
    context.changed(ref("a"));
    rig.time.awaitIdle();
    assertThat(store.count()).isEqualTo(2);
    assertThat(secrets.get("changing://a")).isSameAs(first);
    gate.complete(StoredSecret.of("two"));
    rig.time.awaitIdle();
    assertThat(secrets.get("changing://a").reveal()).isEqualTo("two");
  }

  @Test
  void aThousandChangesAreOneFetchASecond() {
    get("a");
    for (int i = 0; i < 1000; i++) {
      context.changed(ref("a"));
    }
    rig.time.awaitIdle();
    assertThat(store.count()).isEqualTo(2);
    rig.time.advance(Duration.ofMillis(999));
    assertThat(store.count()).isEqualTo(2);
    rig.time.advance(Duration.ofMillis(1));
    assertThat(store.count()).isEqualTo(3);
    rig.time.advance(Duration.ofSeconds(60));
    assertThat(store.count()).isEqualTo(3);
    for (int i = 0; i < 100; i++) {
      context.changed(ref("a"));
      rig.time.advance(Duration.ofMillis(100));
    }
    assertThat(store.count()).isBetween(13, 14);
  }

  @Test
  void everythingOfAStoreMayHaveChanged() {
    get("a");
    get("b");
    context.changed();
    rig.time.awaitIdle();
    assertThat(store.count("a")).isEqualTo(2);
    assertThat(store.count("b")).isEqualTo(2);
  }

  @Test
  void whatNobodyEverAskedForIsNotFetched() {
    get("a");
    context.changed(ref("z"));
    rig.time.awaitIdle();
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aRememberedNotFoundIsForgotten() {
    store.fail(ErrorCode.NOT_FOUND);
    assertThat(code(() -> get("a"))).isEqualTo(ErrorCode.NOT_FOUND);
    store.value("there");
    context.changed(ref("a"));
    rig.time.awaitIdle();
    assertThat(get("a").reveal()).isEqualTo("there");
  }

  @Test
  void aSecretThatVanishedAndCameBackIsHeardOfByTheLiveOne() {
    LiveSecret live = secrets.live("changing://a");
    rig.time.awaitIdle();
    store.fail(ErrorCode.NOT_FOUND);
    context.changed(ref("a"));
    rig.time.awaitIdle();
    assertThat(code(() -> rig.now(rig.caller(live::get)))).isEqualTo(ErrorCode.NOT_FOUND);
    store.value("back");
    rig.time.advance(Duration.ofSeconds(1));
    context.changed(ref("a"));
    rig.time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("back");
  }

  @Test
  void aChangeWhileAFetchIsUnderWayIsAskedAboutAfterIt() {
    get("a");
    CompletableFuture<StoredSecret> gate = store.block();
    context.changed(ref("a"));
    rig.time.awaitIdle();
    context.changed(ref("a"));
    store.value("newest");
    gate.complete(StoredSecret.of("older"));
    rig.time.advance(Duration.ofSeconds(1));
    assertThat(secrets.get("changing://a").reveal()).isEqualTo("newest");
  }
}
