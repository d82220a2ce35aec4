package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a caller or a provider gives that is out of all measure. */
class ExtremesTest {
  private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Duration NEVER = Duration.ofSeconds(Long.MIN_VALUE);

  private final ManualTime time = new ManualTime();

  private Secrets secrets(LeasingStore store) {
    return Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("rent", store)
        .build();
  }

  @Test
  void aDeadlineOutOfAllMeasureIsOneThatHasPassedOrNeverComes() {
    try (Rig rig = new Rig()) {
      var gate = rig.store.block();
      var never = rig.caller(() -> rig.secrets.get("s://a", NEVER));
      assertThat(code(() -> rig.now(never))).isEqualTo(ErrorCode.TIMEOUT);
      var ever = rig.caller(() -> rig.secrets.get("s://a", EVER));
      rig.time.awaitIdle();
      gate.complete(StoredSecret.of("x"));
      assertThat(rig.now(ever).reveal()).isEqualTo("x");
    }
  }

  @Test
  void aServiceCannotAskToBeLeftAloneForLessThanNothing() {
    StoreException failure = new StoreException(ErrorCode.THROTTLED, "slow");
    assertThatThrownBy(() -> failure.withRetryAfter(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(failure.withRetryAfter(Duration.ZERO).retryAfter()).contains(Duration.ZERO);
  }

  @Test
  void aLeaseMayBeGrantedAndRenewedForEver() {
    RentingStore store = new RentingStore(time);
    store.grantNext(EVER);
    try (Secrets secrets = secrets(store)) {
      secrets.get("rent://a");
      time.advance(Duration.ofHours(2));
      assertThat(secrets.get("rent://a").reveal()).isEqualTo("user-1");
      store.lease(EVER, true);
      assertThat(secrets.refresh("rent://a").reveal()).isEqualTo("user-2");
    }
    assertThat(store.count("fetch")).isEqualTo(2);
  }

  @Test
  void aStoreThatRenewsWithNothingFailsAndIsLeftAlone() {
    Nothing store = new Nothing();
    store.leased = true;
    try (Secrets secrets = secrets(store)) {
      secrets.get("rent://a");
      time.advance(Duration.ofMinutes(50));
      assertThat(secrets.get("rent://a").reveal()).isEqualTo("x");
      assertThat(store.asked).hasValueBetween(2, 60);
    }
  }

  @Test
  void theBudgetOfACallBoundsTheWaitForTheFirstValue() {
    try (Rig rig = new Rig()) {
      rig.store.blackHole();
      var live = rig.secrets.live("s://a");
      var call = rig.caller(() -> live.call(Secret::reveal, e -> false, Duration.ofSeconds(2)));
      rig.time.advance(Duration.ofSeconds(2).minusNanos(1));
      assertThat(call).isNotDone();
      rig.time.advance(Duration.ofNanos(1));
      assertThat(call).isDone();
      assertThat(code(() -> Rig.join(call))).isEqualTo(ErrorCode.TIMEOUT);
    }
  }

  @Test
  void aSlowObserverIsToldOfSoManyEventsAndALineSaysHowManyItMissed() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicInteger told = new AtomicInteger();
    SecretsObserver slow = new SecretsObserver() {
      @Override
      public void onHandOut(HandOut handOut) {
        told.incrementAndGet();
        gate.join();
      }
    };
    try (Rig rig = new Rig(b -> b.observer(slow).set("audit.hits", "true"))) {
      rig.secrets.get("s://a");
      while (told.get() == 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 10_007; i++) {
        rig.secrets.get("s://a");
      }
      gate.complete(null);
      rig.time.awaitIdle();
      assertThat(told).hasValue(10_001);
      assertThat(rig.log.warnings())
          .containsExactly("Keyturn: observers were too slow, events not told: 7");
    }
  }

  @Test
  void aStoreThatNamesNothingAsCandidatesIsLookedAtAgainAllTheSame() {
    Nothing store = new Nothing();
    try (Secrets secrets = secrets(store)) {
      var live = secrets.live("rent://a");
      var call = time.start(() -> live.call(
          secret -> {
            if (secret.reveal().equals("x")) {
              throw new IllegalStateException("refused");
            }
            return secret.reveal();
          },
          e -> true));
      time.advance(Duration.ofSeconds(5));
      assertThat(call).isNotDone();
      store.value = "y";
      time.advance(Duration.ofSeconds(2));
      assertThat(call).isCompletedWithValue("y");
    }
  }

  private static final class Nothing implements LeasingStore {
    final AtomicInteger asked = new AtomicInteger();
    volatile String value = "x";
    volatile boolean leased;

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) {
      asked.incrementAndGet();
      StoredSecret stored = StoredSecret.of(value);
      return leased ? stored.withLease(new Lease("one", Duration.ofHours(1), true)) : stored;
    }

    @Override
    @SuppressWarnings("NullAway") // what a provider must not do
    public List<SecretRef> candidates(SecretRef ref) {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // what a provider must not do
    public Lease renew(Lease lease, Duration wanted, Duration timeout) {
      asked.incrementAndGet();
      return null;
    }

    @Override
    public void revoke(Lease lease, Duration timeout) {}

    @Override
    public void close() {}
  }
}
