package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FallbackTest {
  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);
  private final Secrets secrets = Secrets.builder()
      .environment(Map.of())
      .time(time)
      .store("mem", store)
      .alias("token", "mem://first")
      .set("secret.token.fallback", "mem://second")
      .build();

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void standsInForWhatIsMissingAndOnlyForThat() {
    store.put("second", "two");
    assertThat(secrets.get("token").reveal()).isEqualTo("two");
    store.put("first", "one");
    time.advance(Duration.ofSeconds(10));
    assertThat(secrets.get("token").reveal()).isEqualTo("one");
  }

  @Test
  void nobodyElseCanAskForTheHandleThatStandsIn() {
    store.put("second", "two");
    assertThat(secrets.get("token").reveal()).isEqualTo("two");
    assertThatExceptionOfType(SecretsException.class)
        .isThrownBy(() -> secrets.get("token\0fallback"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REFERENCE));
  }

  @Test
  void isAnsweredOnTheCallersOwnThreadOnceBothAreKnown() {
    store.put("second", "two");
    assertThat(secrets.get("token").reveal()).isEqualTo("two");
    int fetches = store.fetches();
    for (int i = 0; i < 100; i++) {
      assertThat(secrets.get("token").reveal()).isEqualTo("two");
    }
    assertThat(store.fetches()).isEqualTo(fetches);
    assertThat(secrets.live("token").get().reveal()).isEqualTo("two");
  }
}
