package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * <p>Timers run only while {@link #advance} or {@link #awaitIdle} is called, on the calling thread, in
 * order, each at its own instant; a timer without delay also runs when neither is called, at once and on
 * a thread of its own. Tasks run at once, each on a daemon thread of its own. A task is <em>idle</em>
 * while it waits in {@link #await} for a future that is not done, since only the clock or another thread
 * can then get it going; one that blocks in any other way is busy.
 *
 * <p>Threads that a test starts itself are not waited for. To have their steps take part in the passing
 * of time, start them with {@link #start}.
 *
 * <pre>{@code
 * CompletableFuture<Secret> caller = time.start(() -> secrets.get("db-password"));
 * time.advance(Duration.ofSeconds(10));
 * }</pre>
 */
public final class ManualTime implements TimeSource {
  /** Wraps around after 90 s, so that code which compares two readings instead of subtracting fails. */
  private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(90).toNanos();

  private final Activity activity;
  /** Held by who moves the clock. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Object lock = new Object();
  private final PriorityQueue<ManualTimer> timers = new PriorityQueue<>();
  private Instant start;
  private long elapsed;
  private long scheduled;
  /** Whether somebody runs timers: who moves the clock, or {@link #runDueTimers}. */
  private boolean driven;

  private volatile @Nullable Thread timerThread;

  /** Makes a clock that stands at midnight UTC of the first of January 2026. */
  public ManualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /**
   * Makes a clock.
   *
   * @param start where the wall clock stands
   */
  public ManualTime(Instant start) {
    this(start, Duration.ofSeconds(30));
  }

  ManualTime(Instant start, Duration patience) {
    this.start = start;
    this.activity = new Activity(patience);
  }

  /**
   * Moves both clocks on. First everything that is under way ends or becomes idle; then each timer that
   * falls due runs at its own instant, and what it set going ends or becomes idle before the next. So
   * does what the last one set going, before this method returns.
   *
   * @param duration how far, zero or more
   * @throws AssertionError if a task or timer threw, or something is still busy after 30 s of real time;
   *     the message then lists the threads and where they are
   * @throws IllegalArgumentException if the duration is negative
   * @throws IllegalStateException if called by a task or timer, which would wait for itself
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + duration);
    }
    assertMayWait();
    turn.lock();
    try {
      drive(duration);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Waits, without moving the clock, until everything under way has ended or is idle and no timer is due.
   *
   * @throws AssertionError as {@link #advance}
   * @throws IllegalStateException as {@link #advance}
   */
  public void awaitIdle() {
    advance(Duration.ZERO);
  }

  /**
   * Does what {@link #awaitIdle} does, until besides a number of threads that are no tasks, the test's
   * own callers, wait in {@link #await}.
   *
   * @param count how many, at least
   * @throws AssertionError as {@link #advance}; also if it is fewer after 30 s of real time
   * @throws IllegalStateException as {@link #advance}
   */
  public void awaitCallers(int count) {
    assertMayWait();
    activity.settle(count);
    awaitIdle();
  }

  /**
   * Moves the wall clock alone, as when somebody sets it, or when the machine was suspended and the
   * monotonic clock stood still. No timer runs.
   *
   * @param duration how far; negative to set it back
   */
  public void shiftWallClock(Duration duration) {
    synchronized (lock) {
      start = start.plus(duration);
    }
  }

  /**
   * Starts a caller whose steps take part in the passing of time: {@link #advance} lets it end or become
   * idle before it goes on.
   *
   * @param caller what to run, on a daemon thread of its own
   * @param <T> what it gives
   * @return what it gave or threw
   */
  public <T> CompletableFuture<T> start(Callable<T> caller) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    execute(() -> complete(outcome, caller));
    return outcome;
  }

  private static <T> void complete(CompletableFuture<T> outcome, Callable<T> caller) {
    try {
      outcome.complete(caller.call());
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  /** {@return how many timers wait for their time} */
  public int timers() {
    synchronized (lock) {
      return timers.size();
    }
  }

  @Override
  public Instant instant() {
    synchronized (lock) {
      return start.plusNanos(elapsed);
    }
  }

  @Override
  public long nanos() {
    return ORIGIN + elapsed();
  }

  private long elapsed() {
    synchronized (lock) {
      return elapsed;
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    synchronized (lock) {
      ManualTimer timer = new ManualTimer(Nanos.plus(elapsed, delay), scheduled++, task);
      timers.add(timer);
      if (timer.due <= elapsed && !driven) {
        driven = true;
        execute(this::runDueTimers);
      }
      return () -> cancel(timer);
    }
  }

  private void cancel(ManualTimer timer) {
    synchronized (lock) {
      timers.remove(timer);
    }
  }

  @Override
  public void execute(Runnable task) {
    activity.start(task);
  }

  /**
   * Blocks until a future is done. A task that does so is idle for as long.
   *
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if called by a timer, which must not block
   */
  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    if (Thread.currentThread().equals(timerThread) && !done.isDone()) {
      throw new IllegalStateException("a timer waits for a future; it must not block");
    }
    activity.await(done);
  }

  private void assertMayWait() {
    if (Thread.currentThread().equals(timerThread)) {
      throw new IllegalStateException("a timer cannot move the clock that runs it");
    }
    activity.assertNoTask(Thread.currentThread());
  }

  private void drive(Duration duration) {
    takeOver();
    boolean handedBack = false;
    try {
      runTimers(Nanos.plus(elapsed(), duration));
      handedBack = true;
    } finally {
      if (!handedBack) {
        handBack();
      }
    }
  }

  /** Waits for {@link #runDueTimers}, which is a task, so that only one thread runs timers. */
  private void takeOver() {
    while (true) {
      activity.settle(0);
      synchronized (lock) {
        if (!driven) {
          driven = true;
          return;
        }
      }
    }
  }

  private void handBack() {
    synchronized (lock) {
      driven = false;
    }
  }

  private void runTimers(long target) {
    do {
      activity.settle(0);
    } while (runNextTimer(target));
  }

  /** Runs those due now, outside of {@link #advance}: nobody would otherwise. */
  private void runDueTimers() {
    long now = elapsed();
    boolean more = true;
    while (more) {
      more = runNextTimer(now);
    }
  }

  private boolean runNextTimer(long target) {
    ManualTimer next = nextTimer(target);
    if (next == null) {
      return false;
    }
    run(next);
    return true;
  }

  /** Sets the clock to the next timer until then; without one, sets it to then and hands back. */
  private @Nullable ManualTimer nextTimer(long target) {
    synchronized (lock) {
      ManualTimer next = timers.peek();
      if (next == null || next.due > target) {
        elapsed = target;
        driven = false;
        return null;
      }
      elapsed = Math.max(elapsed, next.due);
      return timers.poll();
    }
  }

  private void run(ManualTimer timer) {
    timerThread = Thread.currentThread();
    try {
      timer.task.run();
    } catch (Throwable e) {
      activity.failed(e);
    } finally {
      timerThread = null;
    }
  }

  /** A task and its time; of two with the same time, the one scheduled first. */
  private static final class ManualTimer implements Comparable<ManualTimer> {
    private final long due;
    private final long sequence;
    private final Runnable task;

    ManualTimer(long due, long sequence, Runnable task) {
      this.due = due;
      this.sequence = sequence;
      this.task = task;
    }

    @Override
    public int compareTo(ManualTimer other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
