package dev.keyturn.internal;

import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.TimeSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt to ask a store for one secret. It belongs to nobody: callers come and go. */
final class Flight {
  /** What the store is asked for. */
  enum Kind {
    FETCH,
    RENEW
  }

  final Entry entry;
  final Kind kind;
  final Cause cause;

  /** The moment at which it was decided upon. */
  final long moment;

  /** Done when the entry has taken the outcome. Never exceptional. */
  final Signal done = new Signal();

  private volatile long startAt;
  private TimeSource.@Nullable Timer watch;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Failure failure;
  private @Nullable Thread thread;

  Flight(Entry entry, Kind kind, Cause cause, long startAt, long moment) {
    this.entry = entry;
    this.kind = kind;
    this.cause = cause;
    this.startAt = startAt;
    this.moment = moment;
  }

  /** Not before then; also the point from which the attempt counts as begun. */
  long startAt() {
    return startAt;
  }

  /** Brings the attempt forward; for who has not launched it yet. */
  void startNow(long now) {
    startAt = Nanos.earlier(startAt, now);
  }

  /** Sets what ends the attempt if nothing else does, in place of what was set before. */
  void watchedBy(TimeSource.Timer timer) {
    boolean late;
    synchronized (this) {
      if (watch != null) {
        watch.cancel();
      }
      watch = timer;
      late = ended.get();
    }
    if (late) {
      timer.cancel();
    }
  }

  private synchronized void unwatch() {
    if (watch != null) {
      watch.cancel();
    }
  }

  boolean isEnded() {
    return ended.get();
  }

  /** Ends the attempt; only the first outcome counts. False if there was one before. */
  boolean end(Outcome outcome) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    if (outcome instanceof Outcome.Failed failed && kind == Kind.FETCH) {
      failure = failed.failure();
    }
    unwatch();
    try {
      entry.take(this, outcome);
    } finally {
      done.set();
    }
    return true;
  }

  /** Why it failed, for those who waited for it; null if it did not, or only renewed a lease. */
  @Nullable
  Failure failure() {
    return failure;
  }

  synchronized void runsOn(@Nullable Thread runner) {
    thread = runner;
  }

  /** Interrupts the provider's code, and nothing that the thread does after it. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
