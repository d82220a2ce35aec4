package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a store fails: how long to leave it alone, who waits for it, and the one line in the
 * log. Its lock may be taken under an entry's, never the other way round.
 */
final class Outage {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1250);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(30);

  /** A service that asks to be left alone for longer is asked again after this all the same. */
  private static final Duration MOST_RETRY_AFTER = Duration.ofMinutes(5);

  /** From so many failing secrets on it is the store that fails, and one of them asks for all. */
  private static final int STORE_WIDE = 2;

  private final Core core;
  private final String store;
  private final Set<SecretRef> failing = new LinkedHashSet<>();
  private final Set<Entry> waiting = new LinkedHashSet<>();
  private @Nullable ErrorCode code;
  private Instant sinceWall = Instant.EPOCH;
  private long since;
  private long nextAt;
  private boolean storeWide;
  private TimeSource.@Nullable Timer timer;

  Outage(Core core, String store) {
    this.core = core;
    this.store = store;
  }

  /**
   * A secret failed, not by the store's word on it.
   *
   * @param standsIn whether a last good value is served meanwhile, so that it is retried unasked
   * @return when it may be asked for again
   */
  synchronized long failed(Entry entry, Outcome.Failed outcome, long askedAt, boolean standsIn) {
    Failure failure = outcome.failure();
    long now = core.now();
    if (code == null) {
      begin(entry, failure, askedAt);
    }
    failing.add(entry.ref);
    storeWide |= failing.size() >= STORE_WIDE;
    nextAt = Nanos.plus(now, pause(now, outcome.retryAfter()));
    waiting.remove(entry); // to the end of the queue
    if (standsIn) {
      waiting.add(entry);
    }
    arm(now);
    return nextAt;
  }

  private void begin(Entry entry, Failure failure, long askedAt) {
    code = failure.code();
    since = askedAt;
    sinceWall = core.time.instant();
    Core.LOG.log(
        System.Logger.Level.WARNING,
        () -> "Keyturn: store "
            + store
            + " fails: "
            + failure.toException(entry.ref).getMessage()
            + " ("
            + failure.code()
            + "); last good values are served meanwhile");
    core.observers.tell(o -> o.onOutageBegin(event(failure.code(), Optional.empty())));
  }

  private SecretsObserver.Outage event(ErrorCode reason, Optional<Duration> lasted) {
    return new SecretsObserver.Outage(store, reason, sinceWall, lasted);
  }

  private Duration pause(long now, @Nullable Duration retryAfter) {
    long quarter = (now - since) / 4;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long pause = quarter <= LEAST_PAUSE.toNanos()
        ? (long) (LEAST_PAUSE.toNanos() * random.nextDouble(1.0, 1.1))
        : (long) (Math.min(quarter, MOST_PAUSE.toNanos()) * random.nextDouble(0.9, 1.1));
    long asked =
        retryAfter == null ? 0 : Math.min(Nanos.of(retryAfter), MOST_RETRY_AFTER.toNanos());
    return Duration.ofNanos(Math.max(pause, asked));
  }

  /**
   * Whether a refresh is to wait for another secret's attempt.
   *
   * @return why the store fails, and the entry waits; null if it may ask
   */
  synchronized @Nullable ErrorCode hold(Entry entry) {
    if (code == null || !storeWide) {
      return null;
    }
    waiting.add(entry);
    arm(core.now());
    return code;
  }

  /** The store gave its word on a secret: a value, or that there is none. */
  void answered(Entry entry) {
    List<Entry> released;
    synchronized (this) {
      if (code == null) {
        return;
      }
      boolean member = failing.remove(entry.ref);
      storeWide = false;
      waiting.remove(entry);
      released = release(member ? waiter -> true : waiter -> !failing.contains(waiter.ref));
      retainFailing();
      if (failing.isEmpty()) {
        end(code);
      }
    }
    released.forEach(Outage::resume);
  }

  private List<Entry> release(Predicate<Entry> which) {
    List<Entry> released = waiting.stream().filter(which).toList();
    if (failing.isEmpty()) {
      waiting.clear();
    } else {
      released.stream().filter(waiter -> !failing.contains(waiter.ref)).forEach(waiting::remove);
    }
    return released;
  }

  /** Those that nobody will ask for again do not keep the outage alive. */
  private void retainFailing() {
    Set<SecretRef> asked = new LinkedHashSet<>();
    waiting.forEach(waiter -> asked.add(waiter.ref));
    failing.retainAll(asked);
  }

  private void end(ErrorCode reason) {
    Duration lasted = Duration.ofNanos(core.now() - since);
    code = null;
    stop();
    Core.LOG.log(
        System.Logger.Level.INFO,
        () -> "Keyturn: store " + store + " answers again after " + lasted.toSeconds() + " s");
    core.observers.tell(o -> o.onOutageEnd(event(reason, Optional.of(lasted))));
  }

  private static void resume(Entry entry) {
    if (entry.isWanted()) {
      entry.background(Cause.REFRESH);
    } else {
      entry.forgetFailure();
    }
  }

  private void arm(long now) {
    if (timer != null) {
      timer.cancel();
    }
    timer = waiting.isEmpty() ? null : core.time.schedule(Nanos.until(nextAt, now), this::retry);
  }

  /** The pause is over: one of those that wait, and that somebody still wants, asks for all. */
  private void retry() {
    List<Entry> queue;
    synchronized (this) {
      queue = new ArrayList<>(waiting);
    }
    queue.stream().filter(entry -> !entry.standsIn()).forEach(this::leave);
    Optional<Entry> probe =
        queue.stream().filter(Entry::standsIn).filter(Entry::isWanted).findFirst();
    synchronized (this) {
      if (code != null && !core.isClosed()) {
        long now = core.now();
        nextAt = Nanos.plus(now, pause(now, null)); // looked at again even if nobody wants one now
        arm(now);
      }
    }
    probe.ifPresent(entry -> entry.background(Cause.REFRESH));
  }

  private synchronized void leave(Entry entry) {
    waiting.remove(entry);
  }

  synchronized void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
