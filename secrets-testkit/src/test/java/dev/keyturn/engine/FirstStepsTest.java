package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstStepsTest {
  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);
  private final Secrets secrets = Secrets.builder()
      .environment(Map.of("TOKEN", "t0"))
      .time(time)
      .store("mem", store)
      .alias("db", "mem://db")
      .build();

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void aSecretIsFetchedOnceAndThenHandedOut() {
    store.put("db", "one");
    Secret first = secrets.get("db");
    assertThat(first.reveal()).isEqualTo("one");
    assertThat(secrets.get("db")).isSameAs(first);
    assertThat(secrets.get("mem://db")).isSameAs(first);
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void aRotationIsSeenAndHeardOf() {
    store.put("db", "one");
    LiveSecret live = secrets.live("db");
    List<Rotation> heard = new ArrayList<>();
    live.onRotation(heard::add);
    assertThat(live.get().reveal()).isEqualTo("one");
    store.rotate("db", "two");
    time.advance(Duration.ofMinutes(4));
    time.advance(Duration.ofMinutes(1));
    assertThat(live.get().reveal()).isEqualTo("two");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aRefreshSeesWhatWasPutAMomentAgoAlthoughTheClockStandsStill() {
    store.put("db", "one");
    assertThat(secrets.get("db").reveal()).isEqualTo("one");
    store.rotate("db", "two");
    assertThat(secrets.refresh("db").reveal()).isEqualTo("two");
  }

  @Test
  void missingIsMissingAndRememberedForAWhile() {
    assertThatExceptionOfType(SecretsException.class)
        .isThrownBy(() -> secrets.get("mem://none"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(secrets.find("mem://none")).isEmpty();
    assertThat(store.fetches()).isEqualTo(1);
    store.put("none", "x");
    time.advance(Duration.ofSeconds(10));
    assertThat(secrets.find("mem://none")).isPresent();
  }

  @Test
  void afterCloseNothingIsToBeHad() {
    store.put("db", "one");
    Secret secret = secrets.get("db");
    secrets.close();
    assertThatExceptionOfType(SecretsException.class)
        .isThrownBy(() -> secrets.get("db"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    assertThat(secret.reveal()).isEqualTo("one");
  }
}
