package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credentials that live by a lease, as Vault's dynamic secrets do. */
class LeaseTest {
  private static final String REF = "rent://creds";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TWO_THIRDS = Duration.ofMinutes(40);

  private final ManualTime time = new ManualTime();
  private final RentingStore store = new RentingStore(time);
  private final InMemoryStore other = new InMemoryStore(time);
  private final Log log = new Log();
  private Secrets secrets = builder().build();

  private SecretsBuilder builder() {
    return Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("rent", store)
        .store("mem", other);
  }

  private void open(SecretsBuilder builder) {
    secrets.close();
    secrets = builder.build();
  }

  @AfterEach
  void close() {
    secrets.close();
    log.close();
  }

  // ---- renewal --------------------------------------------------------------------------------

  @Test
  void aLeaseIsRenewedAtTwoThirdsForAsLongAsAtFirst() {
    secrets.get(REF);
    time.advance(TWO_THIRDS.minusSeconds(1));
    assertThat(store.events()).containsExactly("fetch 1");
    time.advance(Duration.ofSeconds(1));
    assertThat(store.events()).containsExactly("fetch 1", "renew lease-1 for PT1H");
    time.advance(Duration.ofHours(10));
    assertThat(store.count("fetch")).isEqualTo(1);
    assertThat(store.count("renew lease-1 for PT1H")).isEqualTo(16);
  }

  @Test
  void aRenewalMakesANewObjectThatEndsLaterAndIsNoRotation() {
    LiveSecret live = secrets.live(REF);
    List<Rotation> heard = new CopyOnWriteArrayList<>();
    live.onRotation(heard::add);
    Secret before = live.get();
    time.advance(TWO_THIRDS);
    Secret after = live.get();
    assertThat(after).isNotSameAs(before);
    assertThat(after.reveal()).isEqualTo(before.reveal());
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.expiresAt().orElseThrow())
        .isEqualTo(before.expiresAt().orElseThrow().plus(TWO_THIRDS));
    assertThat(heard).isEmpty();
  }

  @Test
  void allReadersShareOneLease() {
    List<CompletableFuture<Secret>> readers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      readers.add(time.start(() -> secrets.get(REF)));
    }
    time.awaitIdle();
    secrets.live(REF);
    secrets.getAll(List.of(REF));
    time.awaitIdle();
    assertThat(readers).allMatch(reader -> reader.join().reveal().equals("user-1"));
    assertThat(store.events()).containsExactly("fetch 1");
  }

  // ---- the last grant -------------------------------------------------------------------------

  @Test
  void aShorterGrantIsTheLastAndALiveSecretIsReplacedAtOnce() {
    LiveSecret live = secrets.live(REF);
    assertThat(live.get().reveal()).isEqualTo("user-1");
    store.grantNext(Duration.ofMinutes(30));
    time.advance(TWO_THIRDS);
    assertThat(store.events()).containsExactly("fetch 1", "renew lease-1 for PT1H", "fetch 2");
    assertThat(live.get().reveal()).isEqualTo("user-2");
    time.advance(Duration.ofSeconds(59));
    assertThat(store.count("revoke")).isZero();
    time.advance(Duration.ofSeconds(1));
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
  }

  @Test
  void aLeaseThatEndsWithinTheGraceIsLeftToEnd() {
    secrets.live(REF).get();
    store.grantNext(Duration.ofSeconds(60));
    time.advance(TWO_THIRDS);
    assertThat(store.count("fetch")).isEqualTo(2);
    time.advance(Duration.ofMinutes(5));
    secrets.close();
    assertThat(store.count("revoke lease-1")).isZero();
    assertThat(store.count("revoke lease-2")).isEqualTo(1);
  }

  @Test
  void theGraceIsConfigured() {
    open(builder().set("leases.grace", "10s"));
    secrets.live(REF).get();
    store.grantNext(Duration.ofMinutes(30));
    time.advance(TWO_THIRDS.plusSeconds(10));
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
  }

  @Test
  void whatWasReadInTheLastLeaseTimeIsReplacedToo() {
    secrets.get(REF);
    time.advance(Duration.ofMinutes(1));
    secrets.get(REF);
    time.advance(Duration.ofMinutes(39));
    secrets.get(REF);
    store.grantNext(Duration.ofMinutes(30));
    time.advance(TWO_THIRDS);
    assertThat(store.count("fetch")).isEqualTo(2);
  }

  @Test
  void whatWasReadBeforeTheLastRenewalButWithinTheLeaseTimeIsReplacedToo() {
    secrets.get(REF);
    time.advance(Duration.ofMinutes(39));
    secrets.get(REF);
    time.advance(Duration.ofMinutes(1));
    store.grantNext(Duration.ofMinutes(30));
    time.advance(TWO_THIRDS);
    assertThat(store.count("fetch")).isEqualTo(2);
  }

  @Test
  void whatNobodyReadsIsNotReplacedAndEnds() {
    secrets.get(REF);
    time.advance(TWO_THIRDS.plus(TWO_THIRDS));
    store.grantNext(Duration.ofMinutes(30));
    time.advance(Duration.ofHours(2));
    assertThat(store.count("fetch")).isEqualTo(1);
    secrets.close();
    assertThat(store.count("revoke")).isZero();
  }

  @Test
  void aLeaseThatCannotBeRenewedIsReplacedAtTwoThirds() {
    store.lease(HOUR, false);
    LiveSecret live = secrets.live(REF);
    live.get();
    time.advance(TWO_THIRDS);
    assertThat(store.events()).containsExactly("fetch 1", "fetch 2");
    assertThat(live.get().reveal()).isEqualTo("user-2");
  }

  @Test
  void aLeaseThatIsGivenAgainIsNotRevoked() {
    store.lease(HOUR, false);
    store.sameAgain();
    secrets.live(REF).get();
    time.advance(TWO_THIRDS.plusMinutes(10));
    assertThat(store.events()).containsExactly("fetch 0", "fetch 0");
  }

  // ---- renewals that fail ---------------------------------------------------------------------

  @Test
  void aRenewalIsTriedAgainUntilTheEndAndPastItNothingIsServed() {
    LiveSecret live = secrets.live(REF);
    live.get();
    store.failNext(Collections.nCopies(1_000, ErrorCode.UNAVAILABLE).toArray(ErrorCode[]::new));
    time.advance(HOUR.minusSeconds(1));
    assertThat(live.get().reveal()).isEqualTo("user-1");
    assertThat(store.count("renew")).isGreaterThan(20);
    assertThat(log.lines()).hasSize(1);
    time.advance(Duration.ofSeconds(31));
    assertThat(live.get().reveal()).isEqualTo("user-2");
  }

  @Test
  void aRenewalThatSucceedsAtLastChangesNothing() {
    LiveSecret live = secrets.live(REF);
    live.get();
    store.failNext(ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT, ErrorCode.THROTTLED);
    time.advance(TWO_THIRDS.plusMinutes(1));
    assertThat(store.count("renew")).isEqualTo(4);
    assertThat(live.get().reveal()).isEqualTo("user-1");
    assertThat(live.get().isStale()).isFalse();
  }

  @Test
  void aLeaseThatIsGoneIsReplacedWithoutAReader() {
    secrets.live(REF).get();
    store.failNext(ErrorCode.NOT_FOUND);
    time.advance(TWO_THIRDS);
    assertThat(store.events()).containsExactly("fetch 1", "renew lease-1 for PT1H", "fetch 2");
  }

  @Test
  void aLeaseThatIsGoneIsNotServedAnyMore() {
    secrets.get(REF);
    store.failNext(ErrorCode.NOT_FOUND);
    time.advance(TWO_THIRDS);
    assertThat(secrets.get(REF).reveal()).isEqualTo("user-2");
  }

  @Test
  void aRefusedRenewalIsReplacedWithoutAReader() {
    LiveSecret live = secrets.live(REF);
    live.get();
    store.failNext(ErrorCode.DENIED);
    time.advance(TWO_THIRDS);
    assertThat(store.count("fetch")).isEqualTo(2);
    assertThat(live.get().reveal()).isEqualTo("user-2");
    time.advance(Duration.ofMinutes(1));
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
  }

  @Test
  void whatNobodyReadServesToItsEndWhenItsRenewalIsRefused() {
    secrets.get(REF);
    store.failNext(ErrorCode.DENIED);
    time.advance(HOUR.minusSeconds(1));
    assertThat(secrets.get(REF).reveal()).isEqualTo("user-1");
    time.advance(Duration.ofSeconds(1));
    assertThat(secrets.get(REF).reveal()).isEqualTo("user-2");
  }

  // ---- late answers, and the end --------------------------------------------------------------

  @Test
  void aLateAnswerIsRevoked() {
    CompletableFuture<Void> hold = store.holdFetches();
    CompletableFuture<Secret> reader = time.start(() -> secrets.get(REF));
    time.advance(Duration.ofSeconds(10));
    assertThat(reader).isCompletedExceptionally();
    hold.complete(null);
    time.awaitIdle();
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesAfterTheCloseIsRevoked() {
    CompletableFuture<Void> hold = store.holdFetches();
    var unused = time.start(() -> secrets.get(REF));
    time.awaitIdle();
    secrets.close();
    hold.complete(null);
    time.awaitIdle();
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
  }

  @Test
  void closeRevokesBeforeTheStoreIsClosed() {
    secrets.get(REF);
    secrets.get("rent://others");
    secrets.close();
    assertThat(store.events().subList(2, 5))
        .containsExactlyInAnyOrder("revoke lease-1", "revoke lease-2", "close")
        .endsWith("close");
    time.advance(Duration.ofHours(2));
    assertThat(store.events()).hasSize(5);
    assertThat(time.timers()).isZero();
  }

  @Test
  void aReplacedLeaseIsRevokedByCloseAndOnlyOnce() {
    secrets.live(REF).get();
    store.grantNext(Duration.ofMinutes(30));
    time.advance(TWO_THIRDS);
    secrets.close();
    time.advance(Duration.ofMinutes(2));
    assertThat(store.count("revoke lease-1")).isEqualTo(1);
    assertThat(store.count("revoke lease-2")).isEqualTo(1);
  }

  @Test
  void closeGivesUpAfterFiveSecondsWithOneLine() {
    secrets.get(REF);
    secrets.get("rent://others");
    var unused = store.holdRevocations();
    CompletableFuture<Boolean> closed = time.start(() -> {
      secrets.close();
      return true;
    });
    time.advance(Duration.ofMillis(4_999));
    assertThat(closed).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(closed).isDone();
    assertThat(log.lines()).singleElement().asString().endsWith(": 2");
  }

  @Test
  void leasesThatTheStoreRefusesToRevokeAreWarnedOfOnce() {
    secrets.get(REF);
    secrets.get("rent://others");
    store.refuseToRevoke(ErrorCode.DENIED);
    secrets.close();
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("rent", "needs update on sys/leases/revoke");
    assertThat(log.lines().get(1)).endsWith(": 2");
  }

  @Test
  void closeLeavesThemIfItIsToldTo() {
    open(builder().set("leases.revoke-on-close", "false"));
    secrets.get(REF);
    secrets.close();
    assertThat(store.count("revoke")).isZero();
    assertThat(log.lines()).isEmpty();
  }

  // ---- suspension -----------------------------------------------------------------------------

  @Test
  void afterASuspensionALeaseIsRenewedBeforeItIsHandedOut() {
    secrets.get(REF);
    other.put("any", "thing");
    time.shiftWallClock(Duration.ofMinutes(20));
    secrets.get("mem://any");
    time.awaitIdle();
    assertThat(store.events()).containsExactly("fetch 1", "renew lease-1 for PT1H");
    assertThat(secrets.get(REF).expiresAt()).contains(time.instant().plus(HOUR));
  }

  @Test
  void afterASuspensionALeaseThatEndedMeanwhileIsNotHandedOut() {
    secrets.get(REF);
    other.put("any", "thing");
    store.failNext(ErrorCode.NOT_FOUND);
    time.shiftWallClock(Duration.ofHours(3));
    secrets.get("mem://any");
    assertThat(secrets.get(REF).reveal()).isEqualTo("user-2");
  }

  @Test
  void aClockThatIsSetByLessThanThirtySecondsIsNoSuspension() {
    secrets.get(REF);
    other.put("any", "thing");
    time.shiftWallClock(Duration.ofSeconds(30));
    secrets.get("mem://any");
    time.awaitIdle();
    assertThat(store.events()).containsExactly("fetch 1");
  }

  // ---- refused by what it opens ---------------------------------------------------------------

  @Test
  void aRefusedCredentialIsReplacedOnceInABudget() {
    LiveSecret live = secrets.live(REF);
    Database database = new Database(time, "none of them");
    CompletableFuture<String> caller =
        time.start(() -> live.call(database::login, Database::isRefusal));
    time.advance(Duration.ofSeconds(89));
    assertThat(store.count("fetch")).isEqualTo(2);
    assertThat(database.mostRefused()).isLessThanOrEqualTo(8);
    time.advance(Duration.ofSeconds(1));
    assertThat(caller).isCompletedExceptionally();
  }

  @Test
  void aCallThatWaitsThroughTheEndOfItsLeaseIsNotGivenWhatHasEnded() {
    store.lease(Duration.ofSeconds(20), false);
    LiveSecret live = secrets.live(REF);
    Database database = new Database(time, "user-4");
    CompletableFuture<String> caller =
        time.start(() -> live.call(database::login, Database::isRefusal));
    time.advance(Duration.ofSeconds(90));
    assertThat(caller).isCompletedWithValue("user-4");
  }
}
