package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.spi.TimeSource.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Instant start = Instant.parse("2026-05-01T10:00:00Z");
  private final ManualTime time = new ManualTime(start);
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private void note(String what) {
    seen.add(what + " at " + Duration.between(start, time.instant()).toMillis());
  }

  @Test
  void standsStillUntilItIsMoved() {
    long before = time.nanos();

    time.awaitIdle();
    assertThat(time.instant()).isEqualTo(start);

    time.advance(Duration.ofHours(2));
    assertThat(time.instant()).isEqualTo(start.plus(Duration.ofHours(2)));
    assertThat(time.nanos() - before).isEqualTo(Duration.ofHours(2).toNanos());
  }

  @Test
  void runsTimersInOrderEachAtItsOwnInstant() {
    time.schedule(Duration.ofMillis(30), () -> note("third"));
    time.schedule(Duration.ofMillis(10), () -> note("first"));
    time.schedule(Duration.ofMillis(20), () -> note("second"));
    time.schedule(Duration.ofMillis(20), () -> note("second too"));
    time.schedule(Duration.ofMillis(51), () -> note("too late"));

    time.advance(Duration.ofMillis(50));

    assertThat(seen)
        .containsExactly("first at 10", "second at 20", "second too at 20", "third at 30");
    assertThat(time.timers()).isEqualTo(1);
    assertThat(time.instant()).isEqualTo(start.plusMillis(50));
  }

  @Test
  void runsTimersThatTimersScheduleWithinTheSameAdvance() {
    time.schedule(SECOND, () -> time.schedule(SECOND, () -> note("nested")));
    time.schedule(SECOND, () -> time.schedule(Duration.ZERO, () -> note("at once")));

    time.advance(Duration.ofSeconds(5));

    assertThat(seen).containsExactly("at once at 1000", "nested at 2000");
  }

  @Test
  void runsTimersOnTheCallingThread() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    time.schedule(SECOND, () -> ran.set(Thread.currentThread()));

    time.advance(SECOND);

    assertThat(ran).hasValue(Thread.currentThread());
  }

  @Test
  void letsTheWorkOfOneTimerEndBeforeTheNextRuns() {
    time.schedule(SECOND, () -> time.execute(() -> time.execute(() -> note("work of the first"))));
    time.schedule(SECOND.multipliedBy(2), () -> note("second"));

    time.advance(Duration.ofMinutes(1));

    assertThat(seen).containsExactly("work of the first at 1000", "second at 2000");
  }

  @Test
  void letsWorkUnderWayEndBeforeTheClockMoves() {
    for (int i = 0; i < 50; i++) {
      time.execute(() -> note("task"));
    }

    time.advance(SECOND);

    assertThat(seen).hasSize(50).containsOnly("task at 0");
  }

  @Test
  void doesNotRunACancelledTimer() {
    time.schedule(SECOND, () -> note("never")).cancel();
    time.advance(Duration.ofMinutes(1));

    assertThat(seen).isEmpty();
    assertThat(time.timers()).isZero();
  }

  @Test
  void letsATimerCancelAnotherThatIsDueAtTheSameTime() {
    AtomicReference<Timer> second = new AtomicReference<>();
    time.schedule(SECOND, () -> second.get().cancel());
    second.set(time.schedule(SECOND, () -> note("never")));

    time.advance(SECOND);

    assertThat(seen).isEmpty();
  }

  @Test
  void runsATimerWithoutDelayAlthoughNobodyMovesTheClock() throws Exception {
    CompletableFuture<String> ran = new CompletableFuture<>();
    time.schedule(Duration.ofSeconds(-3), () -> ran.complete("at once"));

    time.await(ran);

    assertThat(ran).isCompletedWithValue("at once");
    assertThat(time.instant()).isEqualTo(start);
  }

  @Test
  void takesATaskThatWaitsForTimeAsIdleAndLetsItGoOnWhenItComes() {
    time.execute(() -> {
      sleep(Duration.ofSeconds(1));
      note("woken");
      sleep(Duration.ofSeconds(1));
      note("woken again");
    });

    time.awaitIdle();
    assertThat(seen).isEmpty();

    time.advance(Duration.ofSeconds(10));
    assertThat(seen).containsExactly("woken at 1000", "woken again at 2000");
  }

  @Test
  void neverTakesAWokenTaskForAnIdleOne() {
    for (int round = 0; round < 500; round++) {
      CompletableFuture<Void> signal = new CompletableFuture<>();
      for (int i = 0; i < 4; i++) {
        time.execute(() -> awaitThen(signal, () -> time.execute(() -> note("woken"))));
      }
      time.schedule(SECOND, () -> signal.complete(null));
      time.advance(SECOND);

      assertThat(seen).hasSize(4);
      seen.clear();
    }
  }

  @Test
  void neverTakesAnInterruptedTaskForAnIdleOne() {
    for (int round = 0; round < 500; round++) {
      AtomicReference<Thread> task = new AtomicReference<>();
      time.execute(() -> {
        task.set(Thread.currentThread());
        try {
          time.await(new CompletableFuture<>());
        } catch (InterruptedException e) {
          note("interrupted");
        }
      });
      time.schedule(SECOND, () -> task.get().interrupt());
      time.advance(SECOND);

      assertThat(seen).hasSize(1);
      seen.clear();
    }
  }

  @Test
  void letsACallerTakePartInThePassingOfTime() {
    CompletableFuture<Integer> caller = time.start(() -> {
      for (int i = 0; i < 9; i++) {
        sleep(Duration.ofSeconds(10));
      }
      note("caller");
      return 9;
    });

    time.advance(Duration.ofSeconds(90));

    assertThat(caller).isCompletedWithValue(9);
    assertThat(seen).containsExactly("caller at 90000");
  }

  @Test
  void handsTheFailureOfACallerToWhoStartedIt() {
    CompletableFuture<Object> caller = time.start(() -> {
      throw new IOException("refused");
    });

    time.awaitIdle();

    assertThat(caller).isCompletedExceptionally();
  }

  @Test
  void waitsForCallersThatTheTestStartedItself() throws Exception {
    CompletableFuture<Void> signal = new CompletableFuture<>();
    List<Thread> callers = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread caller = new Thread(() -> awaitThen(signal, () -> note("caller")));
      callers.add(caller);
      caller.start();
    }

    time.awaitCallers(20);
    assertThat(seen).isEmpty();

    signal.complete(null);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(seen).hasSize(20);
  }

  @Test
  void movesTheWallClockAlone() {
    time.schedule(SECOND, () -> note("timer"));
    long before = time.nanos();

    time.shiftWallClock(Duration.ofHours(8));

    assertThat(time.instant()).isEqualTo(start.plus(Duration.ofHours(8)));
    assertThat(time.nanos()).isEqualTo(before);
    assertThat(seen).isEmpty();
  }

  @Test
  void reportsWhatATimerAndATaskThrewAndGoesOn() {
    time.schedule(SECOND, () -> {
      throw new IllegalStateException("timer");
    });
    time.schedule(Duration.ofSeconds(2), () -> note("later"));

    assertThatThrownBy(() -> time.advance(SECOND))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("timer");

    time.execute(() -> {
      throw new IllegalStateException("task");
    });
    assertThatThrownBy(time::awaitIdle).hasRootCauseMessage("task");

    time.advance(Duration.ofSeconds(3));
    assertThat(seen).containsExactly("later at 2000");
  }

  @Test
  void refusesWhatCouldNeverEnd() {
    time.schedule(SECOND, time::awaitIdle);
    assertThatThrownBy(() -> time.advance(SECOND))
        .hasRootCauseInstanceOf(IllegalStateException.class);

    time.schedule(SECOND, () -> awaitThen(new CompletableFuture<>(), () -> {}));
    assertThatThrownBy(() -> time.advance(SECOND))
        .hasRootCauseInstanceOf(IllegalStateException.class);

    time.execute(time::awaitIdle);
    assertThatThrownBy(time::awaitIdle).hasRootCauseInstanceOf(IllegalStateException.class);

    time.execute(() -> time.awaitCallers(1));
    assertThatThrownBy(time::awaitIdle).hasRootCauseInstanceOf(IllegalStateException.class);

    assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesWhoIsBusyWhenItsPatienceEnds() {
    ManualTime impatient = new ManualTime(start, Duration.ofMillis(200));
    CompletableFuture<Void> end = new CompletableFuture<>();
    impatient.execute(end::join);
    impatient.execute(() -> waitFor(impatient, end));

    assertThatThrownBy(() -> impatient.advance(SECOND))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 2 tasks still busy")
        .hasMessageContaining("manual-time-1")
        .hasMessageContaining("CompletableFuture.join");
    assertThat(impatient.instant()).isEqualTo(start);

    end.complete(null);
    impatient.advance(SECOND);
    assertThat(impatient.instant()).isEqualTo(start.plus(SECOND));
  }

  @Test
  void reachesTheEndOfTimeWithoutRunningOver() {
    time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> note("never"));
    time.advance(Duration.ofDays(36500));

    assertThat(seen).isEmpty();
  }

  private void sleep(Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    time.schedule(duration, () -> over.complete(null));
    awaitThen(over, () -> {});
  }

  private void awaitThen(CompletableFuture<?> future, Runnable next) {
    waitFor(time, future);
    next.run();
  }

  private static void waitFor(ManualTime clock, CompletableFuture<?> future) {
    try {
      clock.await(future);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
