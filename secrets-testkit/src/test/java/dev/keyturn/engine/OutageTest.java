package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.STALE;
import static dev.keyturn.engine.Rig.TTL;
import static dev.keyturn.engine.Rig.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {
  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static List<LiveSecret> lives(Rig rig, int count) {
    List<LiveSecret> lives =
        IntStream.range(0, count).mapToObj(i -> rig.secrets.live("s://a" + i)).toList();
    rig.time.awaitIdle();
    return lives;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 200})
  void aStoreThatIsDownForFiveSecondsIsAskedAtMostFiveTimesLoggedOnceAndFreshSoonAfter(int count) {
    for (int round = 0; round < 20; round++) {
      try (Rig rig = new Rig()) {
        List<LiveSecret> lives = lives(rig, count);
        while (rig.store.count() == count) { // up to the first refresh
          rig.time.advance(Duration.ofMillis(100));
        }
        rig.time.advance(TTL.minus(seconds(1)));
        rig.store.fail(ErrorCode.UNAVAILABLE);
        rig.store.forgetCalls();
        rig.store.value("before");
        int before = rig.store.count();
        // find a moment at which a refresh is about to be due
        while (rig.store.count() == before) {
          rig.time.advance(Duration.ofMillis(100));
        }
        rig.store.fail(ErrorCode.UNAVAILABLE);
        rig.store.forgetCalls();
        while (rig.store.count() == 0) {
          rig.time.advance(Duration.ofMillis(100));
        }
        rig.time.advance(seconds(5).minusMillis(100));
        assertThat(rig.store.count()).isLessThanOrEqualTo(5);
        assertThat(rig.log.warnings()).hasSize(1);
        rig.store.value("after");
        rig.store.forgetCalls();
        rig.time.advance(Duration.ofMillis(1500));
        assertThat(rig.store.count()).isGreaterThanOrEqualTo(1);
        assertThat(rig.log.infos()).hasSize(1);
        assertThat(rig.log.warnings()).hasSize(1);
        rig.time.advance(TTL);
        assertThat(lives).allMatch(live -> live.get().reveal().equals("after"));
      }
    }
  }

  @Test
  void twentySecretsPastTheirTtlAreFreshSoonAfterRecovery() {
    try (Rig rig = new Rig()) {
      List<LiveSecret> lives = lives(rig, 20);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL);
      assertThat(lives).allMatch(live -> live.get().isStale());
      rig.time.advance(seconds(30));
      rig.store.value("after");
      rig.time.advance(seconds(35));
      assertThat(lives).allMatch(live -> !live.get().isStale());
      assertThat(lives).allMatch(live -> live.get().reveal().equals("after"));
      assertThat(rig.log.warnings()).hasSize(1);
      assertThat(rig.log.infos()).hasSize(1);
    }
  }

  @Test
  void pausesAreAQuarterOfTheOutageWithinTheirBounds() {
    try (Rig rig = new Rig()) {
      LiveSecret live = rig.secrets.live("s://a");
      rig.time.awaitIdle();
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.store.forgetCalls();
      rig.time.advance(TTL.plus(STALE.dividedBy(2)));
      assertThat(live.get().isStale()).isTrue();
      List<Duration> times = rig.store.times();
      for (int i = 1; i < times.size(); i++) {
        double pause = times.get(i).minus(times.get(i - 1)).toNanos();
        double quarter = times.get(i - 1).minus(times.get(0)).toNanos() / 4.0;
        double wanted = Math.min(Math.max(quarter, 1.25e9), 30e9);
        assertThat(pause).isBetween(Math.max(wanted * 0.9, 1.25e9) - 1, wanted * 1.1 + 1);
      }
      assertThat(times).hasSizeGreaterThan(60);
    }
  }

  @Test
  void whatAServiceAsksForIsHonoured() {
    try (Rig rig = new Rig()) {
      lives(rig, 3);
      rig.store.forgetCalls();
      rig.store.script((ref, timeout) -> {
        StoreException e = new StoreException(ErrorCode.THROTTLED, "slow down");
        throw ref.path().equals("a0") ? e.withRetryAfter(seconds(100)) : e;
      });
      rig.time.advance(TTL);
      long asked = rig.store.times().stream().count();
      assertThat(asked).isPositive();
      Duration last = rig.store.calls().stream()
          .filter(c -> c.paths().contains("a0"))
          .map(ScriptedStore.Call::at)
          .findFirst()
          .orElse(Duration.ZERO);
      rig.time.advance(seconds(300));
      if (!last.isZero()) {
        assertThat(rig.store.calls().stream().filter(c -> c.paths().contains("a0")))
            .noneMatch(
                c -> c.at().compareTo(last) > 0 && c.at().compareTo(last.plusSeconds(100)) < 0);
      }
    }
  }

  @Test
  void aCallerDoesNotAskBeforeTheServiceMayBeAsked() {
    try (Rig rig = new Rig()) {
      rig.store.script((ref, timeout) -> {
        throw new StoreException(ErrorCode.THROTTLED, "slow").withRetryAfter(seconds(4));
      });
      var caller = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(seconds(4).minusNanos(1));
      assertThat(rig.store.count()).isEqualTo(1);
      rig.store.value("x");
      rig.time.advance(Duration.ofNanos(1));
      assertThat(rig.now(caller).reveal()).isEqualTo("x");
    }
  }

  @Test
  void callersWithNothingToBeServedStillAskWhileTheStoreIsTakenToBeDown() {
    try (Rig rig = new Rig()) {
      lives(rig, 3);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL.plus(seconds(30)));
      rig.store.script((ref, timeout) -> {
        if (ref.path().equals("new")) {
          return StoredSecret.of("new one");
        }
        throw new StoreException(ErrorCode.UNAVAILABLE, "down");
      });
      assertThat(rig.getNow("s://new").reveal()).isEqualTo("new one");
    }
  }

  @Test
  void backgroundRefreshesWaitForOneProbeAfterTwoHaveFailed() {
    try (Rig rig = new Rig()) {
      lives(rig, 50);
      rig.store.forgetCalls();
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL.plus(seconds(60)));
      // without the rule each of 50 would ask at each pause
      assertThat(rig.store.count()).isLessThan(40);
      rig.store.forgetCalls();
      rig.time.advance(seconds(300));
      assertThat(rig.store.count()).isBetween(9, 13);
    }
  }

  @Test
  void idleEntriesStopRetrying() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.secrets.get("s://a");
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL);
      int calls = rig.store.count();
      assertThat(calls).isEqualTo(2);
      rig.time.advance(seconds(600));
      assertThat(rig.store.count()).isEqualTo(2);
      assertThat(rig.getNow("s://a").isStale()).isTrue();
      rig.time.advance(seconds(60));
      assertThat(rig.store.count()).isEqualTo(3);
    }
  }

  @Test
  void anEntryHeldBackAndIdleIsNotLeftStaleAfterRecovery() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://idle");
      lives(rig, 2);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL.plus(seconds(5)));
      assertThat(rig.getNow("s://idle").isStale()).isTrue();
      rig.store.value("after");
      rig.time.advance(seconds(40));
      assertThat(rig.log.infos()).hasSize(1);
      assertThat(rig.getNow("s://idle").isStale()).isFalse();
      assertThat(rig.getNow("s://idle").reveal()).isEqualTo("after");
    }
  }

  @Test
  void aFailingEntryThatIsIdleNeitherKeepsTheOutageOpenNorStaysStale() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://idle");
      lives(rig, 2);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL);
      rig.getNow("s://idle"); // fails itself or is held back
      rig.time.advance(seconds(10));
      rig.store.value("after");
      rig.time.advance(seconds(40));
      assertThat(rig.log.infos()).hasSize(1);
      assertThat(rig.getNow("s://idle").isStale()).isFalse();
    }
  }

  @Test
  void aSecretThatIsBadForLongNeitherHammersNorFlapsNorSlowsTheOthers() {
    try (Rig rig = new Rig()) {
      List<LiveSecret> lives = lives(rig, 5);
      rig.store.script((ref, timeout) -> {
        if (ref.path().equals("a0")) {
          throw new StoreException(ErrorCode.MALFORMED, "always");
        }
        return StoredSecret.of("healthy");
      });
      rig.store.forgetCalls();
      rig.time.advance(Duration.ofMinutes(50));
      assertThat(rig.log.warnings()).hasSize(1);
      assertThat(rig.log.infos()).isEmpty();
      assertThat(rig.store.count("a0")).isLessThan(130);
      assertThat(rig.store.count("a1")).isBetween(10L, 16L);
      assertThat(lives.get(0).get().isStale()).isTrue();
      assertThat(lives.get(1).get().isStale()).isFalse();
    }
  }

  @Test
  void aBadSecretWithoutALastGoodValueNeitherHammersNorFlaps() {
    try (Rig rig = new Rig()) {
      rig.store.script((ref, timeout) -> {
        if (ref.path().equals("bad")) {
          throw new StoreException(ErrorCode.MALFORMED, "always");
        }
        return StoredSecret.of("healthy");
      });
      for (int i = 0; i < 300; i++) {
        assertThat(code(() -> rig.getNow("s://bad"))).isEqualTo(ErrorCode.MALFORMED);
        rig.secrets.refresh("s://good");
        rig.time.advance(seconds(1));
      }
      assertThat(rig.store.count("bad")).isLessThan(30);
      assertThat(rig.log.warnings()).hasSize(1);
      assertThat(rig.log.infos().size()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anotherSecretsLongFailureDoesNotLengthenTheFirstPauses() {
    try (Rig rig = new Rig()) {
      lives(rig, 2);
      rig.store.script((ref, timeout) -> {
        if (ref.path().equals("a0")) {
          throw new StoreException(ErrorCode.MALFORMED, "always");
        }
        return StoredSecret.of("healthy");
      });
      rig.time.advance(Duration.ofMinutes(40));
      rig.store.script((ref, timeout) -> {
        throw new StoreException(ErrorCode.UNAVAILABLE, "down");
      });
      rig.store.forgetCalls();
      while (rig.store.count("a1") == 0) {
        rig.time.advance(Duration.ofMillis(100));
      }
      rig.time.advance(seconds(5));
      rig.store.value("after");
      rig.time.advance(Duration.ofMillis(1500));
      assertThat(rig.secrets.live("s://a1").get().reveal()).isEqualTo("after");
    }
  }

  @Test
  void anOutageWhileOneSecretIsBadAnywayIsLoggedToo() {
    try (Rig rig = new Rig()) {
      List<LiveSecret> lives = lives(rig, 5);
      ScriptedStore.Script oneIsBad = (ref, timeout) -> {
        if (ref.path().equals("a0")) {
          throw new StoreException(ErrorCode.MALFORMED, "always");
        }
        return StoredSecret.of("healthy");
      };
      rig.store.script(oneIsBad);
      rig.time.advance(Duration.ofMinutes(30));
      assertThat(rig.log.warnings()).hasSize(1);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(Duration.ofMinutes(10));
      assertThat(rig.log.warnings()).hasSize(2);
      rig.store.script(oneIsBad);
      rig.time.advance(Duration.ofMinutes(10));
      assertThat(rig.log.warnings()).hasSize(2);
      assertThat(lives.subList(1, 5)).allMatch(live -> live.get().reveal().equals("healthy"));
      rig.store.value("all well");
      rig.time.advance(Duration.ofMinutes(1));
      assertThat(rig.log.infos()).hasSize(1);
    }
  }

  @Test
  void recoveryReleasesWhoeverWaitedOrWasTurnedAway() {
    try (Rig rig = new Rig(b -> b.timeout(seconds(120)))) {
      rig.store.fail(ErrorCode.UNAVAILABLE);
      List<CompletableFuture<Secret>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String text = "s://w" + i;
        waiting.add(rig.caller(() -> rig.secrets.get(text)));
      }
      rig.time.advance(seconds(80));
      rig.store.value("after");
      assertThat(rig.getNow("s://fresh").reveal()).isEqualTo("after");
      waiting.forEach(caller -> assertThat(rig.now(caller).reveal()).isEqualTo("after"));
    }
  }

  @Test
  void aBatchThatFailedIsRetriedAsABatch() {
    try (Rig rig = new Rig()) {
      List<String> refs = IntStream.range(0, 20).mapToObj(i -> "s://b" + i).toList();
      rig.store.batch(asked -> {
        if (rig.store.count() <= 3) {
          throw new StoreException(ErrorCode.UNAVAILABLE, "down");
        }
        Map<dev.keyturn.model.SecretRef, BatchStore.Result> all = new LinkedHashMap<>();
        asked.forEach(ref -> all.put(ref, BatchStore.Result.of(StoredSecret.of("x"))));
        return all;
      });
      Map<String, Secret> all = rig.finish(rig.caller(() -> rig.secrets.getAll(refs)));
      assertThat(all).hasSize(20);
      assertThat(rig.store.count()).isEqualTo(4);
    }
  }

  @Test
  void anOutageOfThousandsOfSecretsIsOneLineAndTheStoreIsAskedNoMoreThanForOne() {
    try (Rig rig = new Rig()) {
      lives(rig, 1000);
      rig.store.fail(ErrorCode.UNAVAILABLE);
      rig.time.advance(TTL.plus(seconds(1)));
      rig.store.forgetCalls();
      rig.time.advance(seconds(120));
      assertThat(rig.store.count()).isLessThan(12);
      assertThat(rig.log.warnings()).hasSize(1);
    }
  }
}
