package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.TTL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.Secret;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RefreshAheadTest {
  private static final Duration EARLIEST = TTL.multipliedBy(70).dividedBy(100);
  private static final Duration LATEST = TTL.multipliedBy(80).dividedBy(100);

  @Test
  void aLiveSecretIsFetchedAheadOfItsTtl() {
    try (Rig rig = new Rig()) {
      LiveSecret live = rig.secrets.live("s://a");
      rig.time.advance(EARLIEST.minusNanos(1));
      assertThat(rig.store.count()).isEqualTo(1);
      rig.store.value("two");
      rig.time.advance(LATEST.minus(EARLIEST).plusNanos(1));
      assertThat(rig.store.count()).isEqualTo(2);
      assertThat(live.get().reveal()).isEqualTo("two");
    }
  }

  @Test
  void aSecretThatIsReadIsFetchedAheadAndAnIdleOneIsNot() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://read");
      rig.getNow("s://idle");
      rig.secrets.get("s://read");
      rig.time.advance(LATEST);
      assertThat(rig.store.count("read")).isEqualTo(2);
      assertThat(rig.store.count("idle")).isEqualTo(1);
      rig.time.advance(Duration.ofDays(1));
      assertThat(rig.store.count("read")).isEqualTo(2);
      assertThat(rig.store.count("idle")).isEqualTo(1);
    }
  }

  @Test
  void readsOfAnyKindCount() {
    try (Rig rig = new Rig()) {
      for (String path : List.of("all", "async", "timed", "other-spelling")) {
        rig.getNow("s://" + path);
      }
      rig.secrets.getAll(List.of("s://all"));
      rig.now(rig.secrets.getAsync("s://async"));
      rig.secrets.get("s://timed", Duration.ofSeconds(1));
      rig.getNow("s://other%2Dspelling");
      rig.time.advance(LATEST);
      assertThat(rig.store.count("all")).isEqualTo(2);
      assertThat(rig.store.count("async")).isEqualTo(2);
      assertThat(rig.store.count("timed")).isEqualTo(2);
      assertThat(rig.store.count("other-spelling")).isEqualTo(2);
    }
  }

  @Test
  void theMomentsOfAFleetAreSpread() {
    try (Rig rig = new Rig()) {
      for (int i = 0; i < 200; i++) {
        rig.secrets.live("s://a" + i);
      }
      rig.time.awaitIdle();
      rig.store.forgetCalls();
      rig.time.advance(LATEST);
      assertThat(rig.store.count()).isEqualTo(200);
      List<Duration> times = rig.store.times();
      assertThat(times).allMatch(at -> at.compareTo(EARLIEST) >= 0 && at.compareTo(LATEST) <= 0);
      assertThat(times.stream().map(Duration::toSeconds).distinct().count()).isGreaterThan(20);
    }
  }

  @Test
  void theStoresOwnNextRotationComesFirst() {
    try (Rig rig = new Rig()) {
      var rotates = rig.time.instant().plusSeconds(60);
      rig.store.script((ref, timeout) -> StoredSecret.of("v").withRotatesAt(rotates));
      LiveSecret live = rig.secrets.live("s://a");
      rig.time.advance(Duration.ofSeconds(60));
      assertThat(rig.store.count()).isEqualTo(1);
      rig.store.value("rotated");
      rig.time.advance(Duration.ofSeconds(2));
      assertThat(rig.store.count()).isEqualTo(2);
      assertThat(live.get().reveal()).isEqualTo("rotated");
    }
  }

  @Test
  void aRefreshNeverBlocksAReader() {
    try (Rig rig = new Rig()) {
      Secret first = rig.getNow("s://a");
      rig.secrets.get("s://a");
      CompletableFuture<StoredSecret> gate = rig.store.block();
      while (rig.store.count() == 1) {
        rig.time.advance(Duration.ofMillis(500));
      }
      for (int i = 0; i < 100_000; i++) {
        assertThat(rig.secrets.get("s://a")).isSameAs(first);
      }
      gate.complete(StoredSecret.of("two"));
      rig.time.awaitIdle();
      assertThat(rig.secrets.get("s://a").reveal()).isEqualTo("two");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }

  @Test
  void whoIsUnchangedIsOnlyAskedWhetherItIsAndReadOnceAnHour() {
    try (Rig rig = new Rig()) {
      rig.secrets.live("s://a");
      rig.time.awaitIdle();
      rig.store.change((ref, known) -> Optional.empty());
      rig.time.advance(Duration.ofMinutes(59));
      List<String> hows =
          rig.store.calls().stream().map(ScriptedStore.Call::how).toList();
      assertThat(hows.subList(1, hows.size())).containsOnly("ifChanged").hasSizeGreaterThan(10);
      rig.store.forgetCalls();
      rig.time.advance(Duration.ofMinutes(6));
      assertThat(rig.store.calls().stream().filter(c -> c.how().equals("fetch")))
          .hasSize(1);
    }
  }

  @Test
  void anUnchangedValueIsTheSameSecretAndNoRotation() {
    try (Rig rig = new Rig()) {
      LiveSecret live = rig.secrets.live("s://a");
      List<Object> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
      live.onRotation(heard::add);
      rig.time.awaitIdle();
      String version = live.get().version();
      rig.time.advance(Duration.ofHours(3));
      assertThat(live.get().version()).isEqualTo(version);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void aSecretThatIsLiveIsNeverPastItsTtlWhileItsStoreAnswers() {
    try (Rig rig = new Rig()) {
      LiveSecret live = rig.secrets.live("s://a");
      rig.time.awaitIdle();
      for (int i = 0; i < 200; i++) {
        rig.time.advance(Duration.ofSeconds(17));
        int before = rig.store.count();
        assertThat(live.get().isStale()).isFalse();
        assertThat(rig.store.count()).isEqualTo(before);
      }
    }
  }
}
