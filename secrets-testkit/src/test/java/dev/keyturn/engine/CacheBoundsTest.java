package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheBoundsTest {
  private static final int MOST = 100;
  private static final String LETTERS = "abcdefghijklmnopq";

  private static SecretsBuilder bounded(SecretsBuilder builder) {
    return builder.cache(CachePolicy.defaults().withMaxEntries(MOST));
  }

  /** One of 131,072 spellings of one path. */
  private static String spelling(int number) {
    StringBuilder text = new StringBuilder("s://");
    for (int i = 0; i < LETTERS.length(); i++) {
      char letter = LETTERS.charAt(i);
      text.append(
          (number >> i & 1) == 0 ? String.valueOf(letter) : "%" + Integer.toHexString(letter));
    }
    return text.toString();
  }

  private static long alive(List<WeakReference<String>> texts) {
    long alive = texts.size();
    for (int i = 0; i < 20 && alive > 2 * MOST; i++) {
      System.gc();
      alive = texts.stream().filter(text -> text.get() != null).count();
    }
    return alive;
  }

  @Test
  void noMoreThanSoManyAreKept() {
    try (Rig rig = new Rig(CacheBoundsTest::bounded)) {
      List<WeakReference<String>> texts = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        String text = "s://a" + i;
        texts.add(new WeakReference<>(text));
        rig.ask(text);
        if (i % 50 == 0) {
          rig.time.awaitIdle();
        }
      }
      rig.time.awaitIdle();
      assertThat(rig.store.count()).isEqualTo(5_000);
      assertThat(rig.time.timers()).isLessThanOrEqualTo(MOST); // one for each that is kept
      assertThat(alive(texts)).isLessThanOrEqualTo(2 * MOST);
    }
  }

  @Test
  void whatIsLiveOrBeingFetchedIsKeptBeyond() {
    try (Rig rig = new Rig(CacheBoundsTest::bounded)) {
      List<LiveSecret> lives = IntStream.range(0, 3 * MOST)
          .mapToObj(i -> rig.secrets.live("s://live" + i))
          .toList();
      rig.time.awaitIdle();
      CompletableFuture<StoredSecret> gate = rig.store.block();
      var slow = rig.secrets.getAsync("s://slow");
      rig.time.awaitIdle();
      rig.store.value("x");
      for (int i = 0; i < 10 * MOST; i++) {
        rig.ask("s://a" + i);
      }
      rig.time.awaitIdle();
      gate.complete(StoredSecret.of("slow one"));
      assertThat(rig.now(slow).reveal()).isEqualTo("slow one");
      int before = rig.store.count();
      lives.forEach(live -> assertThat(live.get()).isNotNull());
      assertThat(rig.store.count()).isEqualTo(before);
    }
  }

  @Test
  void aHundredThousandSpellingsOfOneSecretAreOneFetchAndDoNotPileUp() {
    try (Rig rig = new Rig()) {
      List<WeakReference<String>> texts = new ArrayList<>();
      rig.getNow(spelling(0));
      for (int i = 0; i < 100_000; i++) {
        String text = spelling(i);
        texts.add(new WeakReference<>(text));
        rig.secrets.get(text);
      }
      assertThat(rig.store.count()).isEqualTo(1);
      assertThat(alive(texts)).isLessThan(1_100);
    }
  }

  @Test
  void textsThatNameNothingAreNotKept() {
    try (Rig rig = new Rig()) {
      List<WeakReference<String>> texts = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        String text = "nonsense" + i;
        texts.add(new WeakReference<>(text));
        Rig.failure(() -> rig.secrets.get(text));
      }
      assertThat(alive(texts)).isLessThan(10);
    }
  }

  @Test
  void secretsThatFailInAnOutageDoNotPileUp() {
    try (Rig rig = new Rig(CacheBoundsTest::bounded)) {
      rig.store.fail(ErrorCode.MALFORMED);
      List<WeakReference<String>> texts = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        String text = "s://a" + i;
        texts.add(new WeakReference<>(text));
        rig.ask(text);
        if (i % 50 == 0) {
          rig.time.awaitIdle();
        }
      }
      rig.time.awaitIdle();
      assertThat(alive(texts)).isLessThanOrEqualTo(2 * MOST);
      assertThat(rig.time.timers()).isLessThanOrEqualTo(MOST);
      assertThat(rig.log.warnings()).hasSize(1);
    }
  }

  @Test
  void anEvictedSecretIsFetchedAnew() {
    try (Rig rig = new Rig(CacheBoundsTest::bounded)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 10 * MOST; i++) {
          rig.ask("s://a" + i);
        }
        rig.time.awaitIdle();
        rig.time.advance(Duration.ofMinutes(10));
        assertThat(rig.getNow("s://a" + (10 * MOST - 1)).reveal()).isEqualTo("value");
        assertThat(rig.getNow("s://a0").reveal()).isEqualTo("value");
      }
    }
  }
}
