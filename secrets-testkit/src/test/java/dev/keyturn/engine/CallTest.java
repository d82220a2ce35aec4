package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one action sees while its secret rotates. */
class CallTest {
  private static final Duration BUDGET = Duration.ofSeconds(90);

  private final ManualTime time = new ManualTime();
  private final StagedStore store = new StagedStore();
  private final Database database = new Database(time, "old");
  private final Secrets secrets =
      Secrets.builder().environment(Map.of()).time(time).store("db", store).build();
  private LiveSecret live;
  private Instant start;

  @BeforeEach
  void logIn() {
    store.show("old");
    live = secrets.live("db://password");
    assertThat(call()).isEqualTo("old");
    start = time.instant();
  }

  @AfterEach
  void close() {
    secrets.close();
  }

  private String call() {
    return live.call(database::login, Database::isRefusal);
  }

  private CompletableFuture<String> caller() {
    return time.start(this::call);
  }

  private void storeShows(String value) {
    store.show(value);
    secrets.refresh("db://password");
  }

  // ---- lagging and leading --------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aResourceThatLagsBehindTheStoreFailsNobody(int threads) {
    Clients clients = new Clients(time, live, database);
    clients.start(threads, 20);
    time.advance(Duration.ofSeconds(5));
    storeShows("new");
    time.advance(Duration.ofSeconds(2));
    database.accept("new");
    time.advance(Duration.ofSeconds(200));
    assertThat(clients.succeeded()).isEqualTo(20 * threads);
    assertThat(clients.failures).hasValue(0);
    assertThat(database.mostRefused()).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aResourceThatLagsIsServedByTheVersionBefore(int threads) {
    Clients clients = new Clients(time, live, database);
    clients.start(threads, 20);
    time.advance(Duration.ofSeconds(5));
    store.stage("previous", "old");
    storeShows("new");
    time.advance(Duration.ofSeconds(2));
    database.accept("new");
    time.advance(Duration.ofSeconds(200));
    assertThat(clients.succeeded()).isEqualTo(20 * threads);
    assertThat(clients.failures).hasValue(0);
    assertThat(database.mostRefused()).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aResourceThatIsTwoSecondsAheadFailsNobody(int threads) {
    Clients clients = new Clients(time, live, database);
    clients.start(threads, 20);
    time.advance(Duration.ofSeconds(5));
    database.accept("new");
    time.advance(Duration.ofSeconds(2));
    store.show("new");
    time.advance(Duration.ofSeconds(200));
    assertThat(clients.succeeded()).isEqualTo(20 * threads);
    assertThat(clients.failures).hasValue(0);
    assertThat(database.mostRefused()).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aResourceThatIsFarAheadFailsNobody(int threads) {
    Clients clients = new Clients(time, live, database);
    clients.start(threads, 60);
    time.advance(Duration.ofSeconds(5));
    database.accept("new");
    time.advance(Duration.ofSeconds(45));
    store.show("new");
    time.advance(Duration.ofSeconds(200));
    assertThat(clients.succeeded()).isEqualTo(60 * threads);
    assertThat(clients.failures).hasValue(0);
    assertThat(database.mostRefused()).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aResourceThatIsAheadIsServedByTheVersionToCome(int threads) {
    Clients clients = new Clients(time, live, database);
    clients.start(threads, 60);
    time.advance(Duration.ofSeconds(5));
    store.stage("pending", "new");
    database.accept("new");
    time.advance(Duration.ofSeconds(45));
    store.promote("pending");
    time.advance(Duration.ofSeconds(200));
    assertThat(clients.succeeded()).isEqualTo(60 * threads);
    assertThat(clients.failures).hasValue(0);
    assertThat(database.mostRefused()).isEqualTo(1);
  }

  // ---- in which order -------------------------------------------------------------------------

  @Test
  void aRefusedValueIsTriedAgainAfterGrowingPauses() {
    database.accept("never shown");
    CompletableFuture<String> caller = caller();
    time.advance(BUDGET);
    assertThat(database.refusedAfter(start)).containsExactly(0L, 2L, 6L, 14L, 30L, 62L);
    assertThat(caller).isCompletedExceptionally();
  }

  @Test
  void thePausesDoNotGrowWithoutEnd() {
    database.accept("never shown");
    for (int i = 0; i < 5; i++) {
      var unused = caller();
      time.advance(BUDGET);
    }
    Instant later = time.instant();
    database.accept("old");
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofSeconds(33));
    assertThat(caller).isCompletedWithValue("old");
    assertThat(database.refusedAfter(later)).allMatch(at -> at <= 0);
  }

  @Test
  void aValueThatTheStoreNewlyShowsIsTriedWithinTwoSecondsAlsoInALongPause() {
    database.accept("new");
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofSeconds(40));
    store.show("new");
    time.advance(Duration.ofSeconds(2));
    assertThat(caller).isCompletedWithValue("new");
  }

  @Test
  void aValueThatIsSeenByAnotherFetchIsTriedAtOnce() {
    database.accept("new");
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofMillis(40_500));
    storeShows("new");
    time.awaitIdle();
    assertThat(caller).isCompletedWithValue("new");
  }

  @Test
  void eachCandidateIsTriedOnce() {
    store.stage("pending", "next");
    store.stage("previous", "older");
    database.accept("never shown");
    var unused = caller();
    time.advance(BUDGET);
    assertThat(database.attempts())
        .containsExactly("old", "old", "next", "older", "old", "old", "old", "old", "old");
    assertThat(database.refused()).isEqualTo(8);
    assertThat(store.fetches("pending")).isEqualTo(1);
  }

  @Test
  void aCandidateWithTheValueThatWasRefusedIsNotTried() {
    store.stage("previous", "old");
    database.accept("never shown");
    var unused = caller();
    time.awaitIdle();
    assertThat(database.attempts()).containsExactly("old", "old");
  }

  @Test
  void aNewCurrentVersionHasCandidatesOfItsOwn() {
    store.stage("previous", "older");
    database.accept("newest");
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofSeconds(3));
    store.stage("pending", "newest");
    store.show("new");
    time.advance(Duration.ofSeconds(3));
    assertThat(caller).isCompletedWithValue("newest");
  }

  @Test
  void noMoreThanEightAreRefusedInNinetySecondsHoweverManyCallsThereAre() {
    database.accept("never shown");
    Clients clients = new Clients(time, live, database);
    clients.start(16, 20);
    store.stage("a", "a");
    store.stage("b", "b");
    for (int i = 0; i < 300; i++) {
      time.advance(Duration.ofSeconds(1));
      if (i % 3 == 0) {
        storeShows("another " + i);
      }
    }
    assertThat(database.mostRefused()).isEqualTo(8);
  }

  // ---- a candidate that works -----------------------------------------------------------------

  @Test
  void aCandidateThatWorksIsGivenUntilTheStoreShowsAnotherVersion() {
    List<Rotation> heard = new CopyOnWriteArrayList<>();
    live.onRotation(heard::add);
    store.stage("pending", "new");
    database.accept("new");
    assertThat(call()).isEqualTo("new");
    assertThat(live.get().reveal()).isEqualTo("new");
    assertThat(secrets.get("db://password").reveal()).isEqualTo("old");
    time.advance(Duration.ofMinutes(6));
    assertThat(live.get().reveal()).isEqualTo("new");
    assertThat(heard).isEmpty();
    storeShows("newer");
    time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("newer");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aCandidateThatWorkedIsGivenUpWhenItIsRefused() {
    store.stage("pending", "new");
    database.accept("new");
    assertThat(call()).isEqualTo("new");
    database.accept("old");
    assertThat(call()).isEqualTo("old");
    assertThat(live.get().reveal()).isEqualTo("old");
  }

  // ---- endings --------------------------------------------------------------------------------

  @Test
  void theOriginalFailureIsSeenWhenTheBudgetHasPassed() {
    database.accept("never shown");
    CompletableFuture<String> caller = caller();
    time.advance(BUDGET.minusSeconds(1));
    assertThat(caller).isNotDone();
    time.advance(Duration.ofSeconds(1));
    assertThatThrownBy(caller::join)
        .hasCauseInstanceOf(Database.Refused.class)
        .hasMessageContaining("refused attempt 2");
  }

  @Test
  void aBudgetOfTheCallersOwnIsKept() {
    database.accept("never shown");
    CompletableFuture<String> caller =
        time.start(() -> live.call(database::login, Database::isRefusal, Duration.ofSeconds(3)));
    time.advance(Duration.ofSeconds(3));
    assertThatThrownBy(caller::join).hasCauseInstanceOf(Database.Refused.class);
  }

  @Test
  void aFailureThatIsNoRefusalPassesAtOnce() {
    IllegalStateException failure = new IllegalStateException("a broken query");
    assertThatThrownBy(() -> live.call(
            secret -> {
              throw failure;
            },
            Database::isRefusal))
        .isSameAs(failure);
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void aPredicateThatThrowsPassesAndLeavesNoDoubt() {
    IllegalStateException failure = new IllegalStateException("a broken predicate");
    database.accept("new");
    assertThatThrownBy(() -> live.call(database::login, e -> {
          throw failure;
        }))
        .isSameAs(failure);
    database.accept("old");
    assertThat(call()).isEqualTo("old");
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void aSecretWithoutTheFieldIsNoRefusalWhateverThePredicateSays() {
    LiveSecret field = secrets.live("db://password#user");
    assertThatThrownBy(() -> field.call(Secret::reveal, e -> true))
        .isInstanceOfSatisfying(
            SecretsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    assertThat(store.fetches()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsThePausesWithTheOriginalFailure() {
    database.accept("never shown");
    AtomicReference<Thread> thread = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    CompletableFuture<String> caller = time.start(() -> {
      thread.set(Thread.currentThread());
      try {
        return call();
      } finally {
        flag.set(Thread.interrupted());
      }
    });
    time.advance(Duration.ofSeconds(3));
    thread.get().interrupt();
    time.awaitIdle();
    assertThatThrownBy(caller::join).hasCauseInstanceOf(Database.Refused.class);
    assertThat(flag).isTrue();
  }

  @Test
  void aCloseEndsThePausesWithClosed() {
    database.accept("never shown");
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofSeconds(3));
    secrets.close();
    time.awaitIdle();
    assertThat(caller).isCompletedExceptionally();
    assertThatThrownBy(caller::join)
        .cause()
        .isInstanceOfSatisfying(
            SecretsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
  }

  @Test
  void aSecretThatIsGoneFailsAsMissingBeforeTheActionHasRun() {
    store.forget();
    assertThatThrownBy(() -> secrets.refresh("db://password")).isInstanceOf(SecretsException.class);
    assertThatThrownBy(this::call)
        .isInstanceOfSatisfying(
            SecretsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  // ---- one tries, the others wait -------------------------------------------------------------

  @Test
  void othersWaitForTheOutcomeOfANewValueButNoLongerThanALoginTakes() {
    storeShows("new");
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<String> busy = time.start(() -> live.call(
        secret -> {
          time.await(never);
          return "at last";
        },
        Database::isRefusal));
    time.awaitIdle();
    database.accept("new");
    CompletableFuture<String> other = caller();
    time.advance(Duration.ofMillis(4_999));
    assertThat(other).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(other).isCompletedWithValue("new");
    never.complete("");
    time.awaitIdle();
    assertThat(busy).isCompletedWithValue("at last");
  }

  @Test
  void aCallThatFailsForAnotherReasonHoldsNobodyUp() {
    storeShows("new");
    CompletableFuture<String> never = new CompletableFuture<>();
    var unused = time.start(() -> live.call(
        secret -> {
          time.await(never);
          throw new IllegalStateException("a broken query");
        },
        Database::isRefusal));
    time.awaitIdle();
    List<CompletableFuture<String>> slow = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      slow.add(time.start(() -> live.call(this::threeSeconds, Database::isRefusal)));
    }
    never.complete("");
    time.awaitIdle();
    time.advance(Duration.ofSeconds(3));
    assertThat(slow).allMatch(CompletableFuture::isDone);
  }

  private String threeSeconds(Secret secret) throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    time.schedule(Duration.ofSeconds(3), () -> over.complete(null));
    time.await(over);
    return secret.reveal();
  }

  @Test
  void aCallWithAShortBudgetRunsAlthoughAnotherIsStillTrying() {
    storeShows("new");
    CompletableFuture<String> never = new CompletableFuture<>();
    var unused = time.start(() -> live.call(
        secret -> {
          time.await(never);
          return "at last";
        },
        Database::isRefusal));
    time.awaitIdle();
    CompletableFuture<String> brief =
        time.start(() -> live.call(Secret::reveal, Database::isRefusal, Duration.ofSeconds(1)));
    time.advance(Duration.ofSeconds(1));
    assertThat(brief).isCompletedWithValue("new");
    never.complete("");
  }

  @Test
  void aResourceThatRefusesSlowlyIsNotStormed() {
    database.accept("never shown");
    for (int i = 0; i < 16; i++) {
      var unused = time.start(() -> live.call(this::sixSecondsThenLogIn, Database::isRefusal));
      time.awaitIdle();
    }
    time.advance(Duration.ofSeconds(7));
    int onset = database.refused();
    time.advance(Duration.ofSeconds(83));
    assertThat(database.refused() - onset).isLessThanOrEqualTo(8);
  }

  private String sixSecondsThenLogIn(Secret secret) throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    time.schedule(Duration.ofSeconds(6), () -> over.complete(null));
    time.await(over);
    return database.login(secret);
  }

  @Test
  void aCallWithinACallIsNoDeadlock() {
    storeShows("new");
    database.accept("new");
    CompletableFuture<String> nested =
        time.start(() -> live.call(secret -> call(), Database::isRefusal));
    time.advance(Duration.ofSeconds(5));
    assertThat(nested).isCompletedWithValue("new");
  }

  @Test
  void closeWithinACallIsNoDeadlock() {
    CompletableFuture<String> closing = time.start(() -> live.call(
        secret -> {
          secrets.close();
          return secret.reveal();
        },
        Database::isRefusal));
    time.awaitIdle();
    assertThat(closing).isCompletedWithValue("old");
  }

  // ---- those who look after themselves --------------------------------------------------------

  @Test
  void rejectedOffersTheCandidatesOneAfterTheOther() {
    store.stage("pending", "next");
    store.stage("previous", "older");
    live.rejected(live.get());
    time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("next");
    live.rejected(live.get());
    assertThat(live.get().reveal()).isEqualTo("older");
    time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("older");
    live.rejected(live.get());
    time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("old");
  }

  @Test
  void rejectedByManyAtOnceCountsOnce() {
    Secret refused = live.get();
    database.accept("never shown");
    for (int i = 0; i < 100; i++) {
      live.rejected(refused);
    }
    time.awaitIdle();
    CompletableFuture<String> caller = caller();
    time.advance(Duration.ofSeconds(2));
    assertThat(database.refusedAfter(start)).containsExactly(2L);
    assertThat(caller).isNotDone();
  }

  @Test
  void rejectedShowsWhatTheStoreNewlyHas() {
    store.show("new");
    live.rejected(live.get());
    time.awaitIdle();
    assertThat(live.get().reveal()).isEqualTo("new");
  }

  @Test
  void rejectedOfAnOlderVersionIsNoNews() {
    Secret old = live.get();
    storeShows("new");
    live.rejected(old);
    time.awaitIdle();
    assertThat(store.fetches()).isEqualTo(2);
  }
}
