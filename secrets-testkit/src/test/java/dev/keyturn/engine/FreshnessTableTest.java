package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.STALE;
import static dev.keyturn.engine.Rig.TICK;
import static dev.keyturn.engine.Rig.TTL;
import static dev.keyturn.engine.Rig.code;
import static dev.keyturn.engine.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreshnessTableTest {
  @Test
  void aFreshValueIsHandedOutToTheLastMomentOfItsTtl() {
    try (Rig rig = new Rig()) {
      Secret first = rig.getNow("s://a");
      rig.time.advance(TTL.minus(TICK));
      assertThat(rig.secrets.get("s://a")).isSameAs(first);
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void pastItsTtlItIsAskedForAnew() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.store.value("two");
      rig.time.advance(TTL);
      assertThat(rig.store.count()).isEqualTo(1);
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("two");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void twoHundredCallersMakeOneCall() {
    try (Rig rig = new Rig()) {
      CompletableFuture<StoredSecret> gate = rig.store.block();
      List<CompletableFuture<Secret>> callers = IntStream.range(0, 200)
          .mapToObj(i -> rig.caller(() -> rig.secrets.get("s://a")))
          .toList();
      rig.time.awaitIdle();
      gate.complete(StoredSecret.of("x"));
      callers.forEach(caller -> assertThat(rig.now(caller).reveal()).isEqualTo("x"));
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void tenThousandCallersOfDifferentFieldsMakeOneCallAlsoPastItsTtl() {
    try (Rig rig = new Rig()) {
      rig.store.value("{\"f0\":0,\"f1\":1}");
      rig.getNow("s://a");
      rig.time.advance(TTL.plus(STALE));
      CompletableFuture<StoredSecret> gate = rig.store.block();
      List<CompletableFuture<Secret>> callers = IntStream.range(0, 10_000)
          .mapToObj(i -> rig.secrets.getAsync("s://a#f" + i % 2))
          .toList();
      rig.time.awaitIdle();
      gate.complete(StoredSecret.of("{\"f0\":0,\"f1\":1}"));
      rig.time.awaitIdle();
      assertThat(callers).allMatch(CompletableFuture::isDone);
      assertThat(callers.get(7).join().reveal()).isEqualTo("1");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNAVAILABLE", "THROTTLED", "TIMEOUT", "UNAUTHENTICATED", "MALFORMED", "INTERNAL"})
  void whileItFailsTheLastGoodValueIsServedMarkedForSoLongAndNotATickLonger(ErrorCode code) {
    try (Rig rig = new Rig()) {
      rig.store.value("good");
      rig.getNow("s://a");
      rig.store.fail(code);
      rig.time.advance(TTL);
      Secret stale = rig.getNow("s://a");
      assertThat(stale.reveal()).isEqualTo("good");
      assertThat(stale.staleReason()).contains(code);
      rig.time.advance(STALE.minus(TICK));
      assertThat(rig.getNow("s://a").staleReason()).contains(code);
      rig.time.advance(TICK);
      CompletableFuture<Secret> caller = rig.caller(() -> rig.secrets.get("s://a"));
      assertThat(code(() -> rig.finish(caller))).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "DENIED"})
  void theStoresWordEndsStalenessAndIsRememberedAndNewForEachCaller(ErrorCode code) {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.store.fail(code);
      rig.time.advance(TTL);
      Set<SecretsException> thrown = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        SecretsException e = failure(() -> rig.getNow("s://a"));
        assertThat(e.code()).isEqualTo(code);
        thrown.add(e);
      }
      assertThat(thrown).hasSize(10);
      assertThat(rig.store.count()).isEqualTo(2);
      rig.time.advance(Duration.ofSeconds(10).minus(TICK));
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(code);
      assertThat(rig.store.count()).isEqualTo(2);
      rig.store.value("again");
      rig.time.advance(TICK);
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("again");
    }
  }

  @Test
  void aDefiniteAnswerAfterAnOutageEndsStalenessToo() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL);
      assertThat(rig.getNow("s://a").isStale()).isTrue();
      rig.store.fail(ErrorCode.DENIED);
      rig.getNow("s://a");
      rig.time.advance(Duration.ofSeconds(2));
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.DENIED);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(Duration.ofSeconds(10));
      CompletableFuture<Secret> caller = rig.caller(() -> rig.secrets.get("s://a"));
      assertThat(code(() -> rig.finish(caller))).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void withNothingToServeWhoCanWaitWaitsAndTheOthersFailAtOnceWithoutACall() {
    try (Rig rig = new Rig()) {
      rig.store.fail(ErrorCode.UNAVAILABLE);
      CompletableFuture<Secret> patient = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.awaitIdle();
      assertThat(patient).isNotDone();
      for (int i = 0; i < 50; i++) {
        CompletableFuture<Secret> hasty =
            rig.caller(() -> rig.secrets.get("s://a", Duration.ofSeconds(1)));
        assertThat(code(() -> rig.now(hasty))).isEqualTo(ErrorCode.UNAVAILABLE);
      }
      assertThat(rig.store.count()).isEqualTo(1);
      rig.store.value("there");
      rig.time.advance(Duration.ofMillis(1375));
      assertThat(rig.now(patient).reveal()).isEqualTo("there");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void whatCannotBeRetriedFailsAtOnceAndIsNotAskedAgainInThePause() {
    try (Rig rig = new Rig()) {
      rig.store.fail(ErrorCode.MALFORMED);
      for (int i = 0; i < 50; i++) {
        assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.MALFORMED);
      }
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void theEndThatAStoreStatesIsAskedAboutAndTheValueServedIfStillGiven() {
    try (Rig rig = new Rig()) {
      var end = rig.time.instant().plusSeconds(60);
      rig.store.script((ref, timeout) -> StoredSecret.of("v").withExpiresAt(end));
      assertThat(rig.getNow("s://a").expiresAt()).contains(end);
      rig.time.advance(Duration.ofSeconds(60));
      assertThat(rig.store.count()).isEqualTo(1);
      Secret past = rig.getNow("s://a");
      assertThat(past.isStale()).isFalse();
      assertThat(past.expiresAt()).contains(end);
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void aStatedEndIsAnErrorWhereTheConfigurationSaysSoAlsoWhileTheStoreFails() {
    try (Rig rig = new Rig(b -> b.set("store.s.expired", "refuse"))) {
      var end = rig.time.instant().plusSeconds(60);
      rig.store.script((ref, timeout) -> StoredSecret.of("v").withExpiresAt(end));
      rig.getNow("s://a");
      rig.time.advance(Duration.ofSeconds(60));
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.NOT_FOUND);
    }
    try (Rig rig = new Rig(b -> b.set("store.s.expired", "refuse"))) {
      var end = rig.time.instant().plusSeconds(60);
      rig.store.script((ref, timeout) -> StoredSecret.of("v").withExpiresAt(end));
      rig.getNow("s://a");
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(Duration.ofSeconds(60));
      CompletableFuture<Secret> caller = rig.caller(() -> rig.secrets.get("s://a"));
      assertThat(code(() -> rig.finish(caller))).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void aFixedVersionIsNotRefreshedAheadButAskedAnewPastItsTtl() {
    try (Rig rig = new Rig()) {
      rig.store.script((ref, timeout) -> StoredSecret.of("v").withVersion("7").withFixedVersion());
      rig.getNow("s://a?version=7");
      rig.secrets.get("s://a?version=7");
      rig.time.advance(TTL.minus(TICK));
      assertThat(rig.store.count()).isEqualTo(1);
      rig.time.advance(TICK.multipliedBy(2));
      rig.getNow("s://a?version=7");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void aNameMayHaveATtlOfItsOwn() {
    try (Rig rig = new Rig(
        b -> b.alias("short", "s://a").set("secret.short.ttl", "30s").alias("long", "s://b"))) {
      rig.getNow("short");
      rig.getNow("long");
      rig.time.advance(Duration.ofSeconds(30));
      rig.getNow("short");
      rig.getNow("long");
      assertThat(rig.store.count("a")).isEqualTo(2);
      assertThat(rig.store.count("b")).isEqualTo(1);
    }
  }

  @Test
  void aFieldOfWhatIsNotJsonIsMalformedForWhoAsksForItAlone() {
    try (Rig rig = new Rig()) {
      rig.store.value("plain");
      assertThat(code(() -> rig.getNow("s://a#f"))).isEqualTo(ErrorCode.MALFORMED);
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("plain");
      assertThat(code(() -> rig.getNow("s://a#f"))).isEqualTo(ErrorCode.MALFORMED);
      assertThat(rig.store.count()).isEqualTo(1);
      rig.store.value("{\"f\":\"now\"}");
      rig.time.advance(TTL);
      assertThat(rig.getNow("s://a#f").reveal()).isEqualTo("now");
    }
  }

  @Test
  void whatAStoreCallsAnInvalidReferenceIsNotRememberedAndDoesNotHammer() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.store.fail(ErrorCode.INVALID_CONFIGURATION);
      rig.time.advance(TTL);
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(rig.store.count()).isEqualTo(2);
      rig.store.value("mended");
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("mended");
    }
  }

  @Test
  void withoutStaleIfErrorNothingOldIsServed() {
    try (Rig rig = new Rig(b -> b.cache(CachePolicy.defaults().withStaleIfError(Duration.ZERO)))) {
      rig.getNow("s://a");
      rig.store.fail(ErrorCode.MALFORMED);
      rig.time.advance(TTL);
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void withoutNotFoundTtlEachCallAsks() {
    try (Rig rig = new Rig(b -> b.cache(CachePolicy.defaults().withNotFoundTtl(Duration.ZERO)))) {
      rig.store.fail(ErrorCode.NOT_FOUND);
      for (int i = 0; i < 3; i++) {
        assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.NOT_FOUND);
      }
      assertThat(rig.store.count()).isEqualTo(3);
    }
  }
}
