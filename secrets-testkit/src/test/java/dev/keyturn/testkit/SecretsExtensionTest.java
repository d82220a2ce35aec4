package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecretsExtensionTest {
  @RegisterExtension
  static final SecretsExtension EXTENSION = new SecretsExtension(builder ->
      builder.alias("from-environment", "env://TOKEN").environment(Map.of("TOKEN", "t0ken")));

  private final Secrets constructed;
  private final InMemoryStore constructedStore;

  SecretsExtensionTest(Secrets secrets, InMemoryStore store) {
    constructed = secrets;
    constructedStore = store;
  }

  @BeforeEach
  @AfterEach
  void givesTheSameToEveryMethodOfATest(Secrets secrets) {
    assertThat(secrets).isSameAs(constructed);
  }

  @Test
  void takesANameForASecretOfTheStore(Secrets secrets, InMemoryStore store) {
    store.put("db-password", "value-of-this-test");

    assertThat(secrets.get("db-password").reveal()).isEqualTo("value-of-this-test");
    assertThat(secrets.get("db-password").ref()).hasToString("mem://db-password");
    assertThat(store).isSameAs(constructedStore);
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void leavesConfiguredNamesAlone(Secrets secrets) {
    assertThat(secrets.get("from-environment").reveal()).isEqualTo("t0ken");
  }

  @Test
  void movesTheClockThatTheSecretsLiveBy(Secrets secrets, InMemoryStore store, ManualTime time) {
    store.put("db-password", "first-value");
    LiveSecret live = secrets.live("db-password");
    assertThat(live.get().reveal()).isEqualTo("first-value");

    store.rotate("db-password", "second-value");
    time.advance(Duration.ofMinutes(10));
    assertThat(live.get().reveal()).isEqualTo("second-value");
  }

  @Test
  void givesFurtherSecretsOfTheSameStore(
      Secrets secrets, InMemoryStore store, SecretsBuilder builder) {
    store.put("db-password", "value-of-this-test");
    try (Secrets one = EXTENSION.builder().build();
        Secrets two = builder.build()) {
      assertThat(one.get("db-password").reveal()).isEqualTo("value-of-this-test");
      assertThat(two.get("db-password").reveal()).isEqualTo("value-of-this-test");
      assertThat(secrets).isNotSameAs(one);
    }
    assertThat(secrets.get("db-password").reveal()).isEqualTo("value-of-this-test");
    assertThat(store.fetches()).isEqualTo(3);
  }

  @Test
  void isContentWithClosedSecretsThatNeverReadTheStore(SecretsBuilder builder) {
    try (Secrets elsewhere = EXTENSION.builder().build();
        Secrets unused = builder.build()) {
      assertThat(elsewhere.get("from-environment").reveal()).isEqualTo("t0ken");
      assertThat(unused.stores()).isNotEmpty();
    }
  }

  @Test
  void keepsASecretsThatIsClosedFromEndingTheFetchesOfOthers(
      Secrets secrets, InMemoryStore store, ManualTime time) {
    store.put("db-password", "value-of-this-test");
    store.delay(Duration.ofSeconds(2));
    CompletableFuture<Secret> caller = time.start(() -> secrets.get("db-password"));
    Secrets other = EXTENSION.builder().build();
    CompletableFuture<Secret> otherCaller = time.start(() -> other.get("db-password"));
    time.awaitIdle();

    other.close();
    time.advance(Duration.ofSeconds(2));
    assertThat(caller).isCompleted();
    assertThat(otherCaller).isCompletedExceptionally();
    assertThat(store.fetches()).isEqualTo(2);
  }
}
