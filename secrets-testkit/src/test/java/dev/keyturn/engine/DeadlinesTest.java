package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.STALE;
import static dev.keyturn.engine.Rig.TTL;
import static dev.keyturn.engine.Rig.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void aCallerLeavesAtItsDeadlineAndTheFetchGoesOnForTheOthersAndTheCache() {
    try (Rig rig = new Rig()) {
      CompletableFuture<StoredSecret> gate = rig.store.block();
      var hasty = rig.caller(() -> rig.secrets.get("s://a", seconds(2)));
      var patient = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(2).minusNanos(1));
      assertThat(hasty).isNotDone();
      rig.time.advance(Duration.ofNanos(1));
      assertThat(code(() -> rig.now(hasty))).isEqualTo(ErrorCode.TIMEOUT);
      gate.complete(StoredSecret.of("late"));
      assertThat(rig.now(patient).reveal()).isEqualTo("late");
      assertThat(rig.secrets.get("s://a").reveal()).isEqualTo("late");
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void ofABlackHoleOneAttemptTakesAtMostHalfOfTheTimeoutSoThatASecondOneFits() {
    try (Rig rig = new Rig()) {
      rig.store.blackHole();
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(5));
      rig.store.value("second");
      assertThat(caller).isNotDone();
      rig.time.advance(Duration.ofMillis(1375));
      assertThat(rig.now(caller).reveal()).isEqualTo("second");
      assertThat(rig.store.calls().get(0).timeout()).isEqualTo(seconds(5));
    }
  }

  @Test
  void ABlackHoleIsATimeoutAtTheDeadline() {
    try (Rig rig = new Rig()) {
      rig.store.blackHole();
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(10).minusNanos(1));
      assertThat(caller).isNotDone();
      rig.time.advance(Duration.ofNanos(1));
      assertThat(code(() -> rig.now(caller))).isEqualTo(ErrorCode.TIMEOUT);
    }
  }

  @Test
  void aStoreMayHaveATimeoutOfItsOwn() {
    try (Rig rig = new Rig(b -> b.set("store.s.timeout", "4s"))) {
      rig.store.blackHole();
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(4));
      assertThat(code(() -> rig.now(caller))).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(rig.store.calls().get(0).timeout()).isEqualTo(seconds(2));
    }
  }

  @Test
  void aProviderThatOverrunsByASecondIsInterruptedAndCountsAsTimeout() {
    try (Rig rig = new Rig()) {
      AtomicBoolean interrupted = new AtomicBoolean();
      rig.store.script((ref, timeout) -> {
        try {
          rig.time.await(new CompletableFuture<Void>());
          throw new AssertionError("unreachable");
        } catch (InterruptedException e) {
          interrupted.set(true);
          throw e;
        }
      });
      var caller = rig.caller(() -> rig.secrets.get("s://a", seconds(7)));
      rig.time.advance(seconds(6).minusNanos(1));
      assertThat(interrupted).isFalse();
      rig.time.advance(Duration.ofNanos(1));
      assertThat(interrupted).isTrue();
      assertThat(code(() -> rig.now(caller))).isEqualTo(ErrorCode.TIMEOUT);
    }
  }

  @Test
  void aPlaceIsFreeOnlyWhenTheProviderReturns() {
    try (Rig rig = new Rig()) {
      List<CompletableFuture<Void>> gates = new ArrayList<>();
      rig.store.script((ref, timeout) -> {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        synchronized (gates) {
          gates.add(gate);
        }
        while (!gate.isDone()) {
          try {
            rig.time.await(gate);
          } catch (InterruptedException e) {
            Thread.interrupted(); // a provider that does not listen
          }
        }
        return StoredSecret.of("late");
      });
      for (int i = 0; i < 16; i++) {
        rig.ask("s://hung" + i);
      }
      rig.time.advance(seconds(20));
      assertThat(gates).hasSize(16);
      rig.store.value("ok");
      var waiting = rig.caller(() -> rig.secrets.get("s://next"));
      rig.time.awaitIdle();
      assertThat(waiting).isNotDone();
      gates.get(3).complete(null);
      assertThat(rig.now(waiting).reveal()).isEqualTo("ok");
      gates.forEach(gate -> gate.complete(null));
      rig.time.awaitIdle();
    }
  }

  @Test
  void whoWaitedForAPlaceStillHasWhatIsLeftForItsAttempt() {
    try (Rig rig = new Rig()) {
      rig.store.blackHole();
      for (int i = 0; i < 16; i++) {
        rig.ask("s://hung" + i);
      }
      rig.time.awaitIdle();
      var waiting = rig.caller(() -> rig.secrets.get("s://next"));
      rig.time.awaitIdle();
      rig.store.forgetCalls();
      rig.store.script((ref, timeout) -> {
        CompletableFuture<Void> over = new CompletableFuture<>();
        rig.time.schedule(seconds(2), () -> over.complete(null));
        rig.time.await(over);
        return StoredSecret.of("after two seconds");
      });
      rig.time.advance(seconds(7));
      assertThat(rig.now(waiting).reveal()).isEqualTo("after two seconds");
      assertThat(rig.store.count("next")).isEqualTo(1);
      assertThat(rig.store.calls().get(0).timeout()).isEqualTo(seconds(5));
    }
  }

  @Test
  void oneBlackHoleStarvesNoOtherStore() {
    try (Rig rig = new Rig()) {
      ScriptedStore other = new ScriptedStore(rig.time);
      try (var two = dev.keyturn.Secrets.builder()
          .environment(java.util.Map.of())
          .time(rig.time)
          .store("s", rig.store)
          .store("other", other)
          .build()) {
        rig.store.blackHole();
        for (int i = 0; i < 1000; i++) {
          rig.keep(two.getAsync("s://hung" + i));
        }
        rig.time.awaitIdle();
        assertThat(rig.store.count()).isEqualTo(16);
        assertThat(rig.now(rig.caller(() -> two.get("other://a"))).reveal()).isEqualTo("value");
      }
    }
  }

  @Test
  void withALastGoodValueNobodyWaitsLongerThanASecondAndNobodyOnceAnAttemptHasFailed() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.advance(TTL);
      rig.store.blackHole();
      for (int i = 0; i < 4; i++) {
        var caller = rig.caller(() -> rig.secrets.get("s://a"));
        rig.time.advance(seconds(1).minusNanos(1));
        assertThat(caller).isNotDone();
        rig.time.advance(Duration.ofNanos(1));
        assertThat(rig.now(caller).staleReason()).contains(ErrorCode.TIMEOUT);
      }
      rig.time.advance(seconds(1));
      for (int i = 0; i < 1000; i++) {
        assertThat(rig.getNow("s://a").isStale()).isTrue();
        rig.time.advance(Duration.ofMillis(100));
      }
    }
  }

  @Test
  void aShortDeadlineGivesTheLastGoodValueMarked() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.advance(TTL);
      var unused = rig.store.block();
      var caller = rig.caller(() -> rig.secrets.get("s://a", Duration.ofMillis(300)));
      rig.time.advance(Duration.ofMillis(300));
      assertThat(rig.now(caller).staleReason()).contains(ErrorCode.TIMEOUT);
    }
  }

  @Test
  void aValueWhoseStalenessEndsWhileACallerWaitsIsNotServed() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.advance(TTL.plus(STALE).minusMillis(500));
      CompletableFuture<StoredSecret> gate = rig.store.block();
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(1));
      assertThat(caller).isNotDone();
      gate.complete(StoredSecret.of("better"));
      assertThat(rig.now(caller).reveal()).isEqualTo("better");
    }
  }

  @Test
  void whoLosesTheLastGoodValueWhileWaitingHasItsWholeDeadline() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.advance(TTL.plus(STALE).minusMillis(500));
      CompletableFuture<StoredSecret> gate = rig.store.block();
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(Duration.ofMillis(600));
      rig.store.value("recovered");
      gate.completeExceptionally(new IllegalStateException("broken"));
      rig.time.advance(seconds(3));
      assertThat(caller).isDone();
    }
  }

  @Test
  void anInterruptedWaitSaysSoKeepsTheFlagAndLetsTheFetchGoOn() throws Exception {
    try (Rig rig = new Rig()) {
      CompletableFuture<StoredSecret> gate = rig.store.block();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread caller = new Thread(() -> {
        try {
          rig.secrets.get("s://a");
        } catch (RuntimeException e) {
          thrown.set(e);
        }
        flag.set(Thread.currentThread().isInterrupted());
      });
      caller.start();
      rig.time.awaitCallers(1);
      caller.interrupt();
      caller.join();
      assertThat(code(() -> {
            throw (RuntimeException) thrown.get();
          }))
          .isEqualTo(ErrorCode.INTERRUPTED);
      assertThat(flag).isTrue();
      gate.complete(StoredSecret.of("x"));
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("x");
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {24, -24, 24 * 365, -24 * 365})
  void theWallClockDoesNotChangeForHowLongAValueIsFresh(long hours) {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.advance(seconds(100));
      rig.time.shiftWallClock(Duration.ofHours(hours));
      rig.time.advance(TTL.minus(seconds(100)).minusNanos(1));
      // a gain is taken for a machine that slept; whoever is idle makes no call for that either
      assertThat(rig.store.count()).isEqualTo(1);
      if (hours < 0) {
        rig.getNow("s://a");
        assertThat(rig.store.count()).isEqualTo(1);
      }
      rig.time.advance(Duration.ofNanos(1));
      rig.getNow("s://a");
      assertThat(rig.store.count()).isEqualTo(2);
      rig.time.shiftWallClock(Duration.ofHours(-hours));
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL);
      assertThat(rig.get("s://a").isStale()).isTrue();
      rig.time.advance(STALE);
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      assertThat(code(() -> rig.finish(caller))).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void aMachineThatSleptFindsEverythingDue() {
    try (Rig rig = new Rig()) {
      var live = rig.secrets.live("s://live");
      rig.time.awaitIdle();
      live.get();
      rig.getNow("s://a");
      rig.getNow("s://a");
      rig.time.shiftWallClock(Duration.ofHours(8));
      rig.store.value("newer");
      rig.getNow("s://other"); // a fetch notices it
      rig.time.awaitIdle();
      assertThat(live.get().reveal()).isEqualTo("newer");
      assertThat(rig.secrets.get("s://a").reveal()).isEqualTo("newer");
    }
  }

  @Test
  void aGainOfThirtySecondsIsNoSleep() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.time.shiftWallClock(seconds(30));
      rig.getNow("s://b");
      rig.getNow("s://a");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void aBatchThatWasSlowLeavesTheSingleReadsTheirOwnTime() {
    try (Rig rig = new Rig(b -> b.cache(CachePolicy.defaults()))) {
      rig.store.batch(refs -> {
        CompletableFuture<Void> over = new CompletableFuture<>();
        rig.time.schedule(Duration.ofMillis(4900), () -> over.complete(null));
        try {
          rig.time.await(over);
        } catch (InterruptedException e) {
          throw new StoreException(ErrorCode.TIMEOUT, "interrupted");
        }
        return java.util.Map.of();
      });
      rig.store.script((ref, timeout) -> {
        CompletableFuture<Void> over = new CompletableFuture<>();
        rig.time.schedule(seconds(3), () -> over.complete(null));
        rig.time.await(over);
        return StoredSecret.of("single");
      });
      var all = rig.caller(() -> rig.secrets.getAll(List.of("s://a", "s://b")));
      rig.time.advance(Duration.ofMillis(7900));
      assertThat(all).isDone();
      assertThat(all.join().get("s://a").reveal()).isEqualTo("single");
    }
  }

  @Test
  void theSameSecretIsFreshForOthersWhateverACallerDoes() {
    try (Rig rig = new Rig()) {
      Secret first = rig.getNow("s://a");
      assertThat(rig.secrets.get("s://a", Duration.ZERO)).isSameAs(first);
    }
  }
}
