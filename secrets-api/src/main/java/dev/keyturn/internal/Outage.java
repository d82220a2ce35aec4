package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a store fails: how long to leave it alone, and who waits for it. One secret that fails
 * while others answer has pauses of its own; from the second on, failing without an answer in between, it
 * is the store that is down, and one of those that wait asks for all. The lock may be taken under an
 * entry's, never the other way round.
 */
final class Outage {
  private final Core core;
  private final OutageNews news;
  private final Map<Entry, Waiter> waiting = new LinkedHashMap<>();
  private @Nullable SecretRef failedFirst;
  private long downSince;
  private long failedAt;
  private long answeredAt;
  private boolean wide;
  private long nextAt;
  private long leftAloneUntil;
  private @Nullable Recovery recovery;
  private TimeSource.@Nullable Timer timer;

  Outage(Core core, String store) {
    this.core = core;
    this.news = new OutageNews(core, store);
    long now = core.now();
    this.answeredAt = now;
    this.failedAt = now;
    this.nextAt = now;
    this.leftAloneUntil = now;
  }

  /** The last time that the store came back, and when it had answered before that. */
  private record Recovery(long answeredAt, long at) {}

  /** One that is to be asked for again: it failed and has a value to stand in, or was held back. */
  private record Waiter(Entry entry, boolean failed, long since, long due) {
    Waiter withDue(long point) {
      return new Waiter(entry, failed, since, point);
    }
  }

  // ---- failing --------------------------------------------------------------------------------

  /**
   * A secret failed, not by the store's word on it.
   *
   * @param askedAt when the attempt began
   * @param before its pause after the failure before this one, or null if it has answered since
   * @param standsIn whether a last good value is served meanwhile, so that it is retried unasked
   */
  synchronized Pause failed(
      Entry entry, Outcome.Failed outcome, long askedAt, @Nullable Pause before, boolean standsIn) {
    long now = core.now();
    boolean reported = news.begin(entry, outcome.failure(), askedAt, before);
    long since = Pauses.since(before, askedAt, now);
    boolean wasWide = wide;
    noteDown(entry, since, askedAt, now);
    if (wide && !wasWide) {
      news.widen(entry, outcome.failure(), answeredAt);
    }
    long asked = Nanos.plus(now, Pauses.capped(outcome.retryAfter()));
    leftAloneUntil = Nanos.later(leftAloneUntil, asked);
    if (!Pauses.areEnough(nextAt, now, downSince)) {
      nextAt = Pauses.end(now, downSince);
    }
    nextAt = Nanos.later(nextAt, leftAloneUntil);
    long until = isOfItsOwn(since) ? Nanos.later(Pauses.end(now, since), leftAloneUntil) : nextAt;
    waiting.remove(entry); // to the end of the queue
    if (standsIn) {
      waiting.put(entry, new Waiter(entry, true, since, until));
    }
    arm(now);
    return new Pause(until, since, now, reported);
  }

  private void noteDown(Entry entry, long since, long askedAt, long now) {
    if (isOfItsOwn(since)) {
      return; // the store has answered since; this one says nothing about it
    }
    boolean silent = Pauses.isLongAgo(Nanos.later(failedAt, leftAloneUntil), now);
    if (failedFirst == null || silent) {
      failedFirst = entry.ref;
      downSince = askedAt;
      leftAloneUntil = now;
      nextAt = now;
    }
    wide |= !failedFirst.equals(entry.ref);
    failedAt = now;
  }

  /** Whether it failed already while the store still answered. */
  private boolean isOfItsOwn(long since) {
    return Nanos.isBefore(since, answeredAt);
  }

  /**
   * Whether a refresh is to wait for another secret's attempt.
   *
   * @return why the store fails, and the entry waits; null if it may ask
   */
  synchronized @Nullable ErrorCode hold(Entry entry) {
    ErrorCode code = news.code();
    if (code == null || !wide) {
      return null;
    }
    waiting.putIfAbsent(entry, new Waiter(entry, false, core.now(), nextAt));
    arm(core.now());
    return code;
  }

  /** Whether nothing speaks against another attempt. */
  synchronized boolean isOver(Pause pause, long now) {
    Recovery last = recovery;
    return !Nanos.isBefore(now, pause.until())
        || (last != null
            && !Nanos.isBefore(last.at(), pause.madeAt())
            && !Nanos.isBefore(pause.since(), last.answeredAt()));
  }

  /** Tells what has happened; without a lock, since a log may do as it likes. */
  void publish() {
    List<Runnable> told;
    synchronized (this) {
      told = news.drain();
    }
    told.forEach(Runnable::run);
  }

  // ---- answering ------------------------------------------------------------------------------

  /**
   * The store gave its word on a secret: a value, or that there is none.
   *
   * @param askedAt when the attempt began; what was asked before the store went down says nothing
   * @return whether the store was down for all
   */
  boolean answered(Entry entry, long askedAt) {
    boolean recovered;
    List<Waiter> released;
    synchronized (this) {
      waiting.remove(entry);
      if (news.code() == null || (failedFirst != null && Nanos.isBefore(askedAt, downSince))) {
        return false;
      }
      recovered = wide;
      released = recovered ? released() : List.of();
      recovery = recovered ? new Recovery(answeredAt, core.now()) : recovery;
      answeredAt = core.now();
      wide = false;
      failedFirst = null;
      arm(core.now());
    }
    released.forEach(this::resume);
    endIfNobodyFails();
    publish();
    return recovered;
  }

  private List<Waiter> released() {
    return waiting.values().stream()
        .filter(w -> !w.failed() || !isOfItsOwn(w.since()))
        .toList();
  }

  private void resume(Waiter waiter) {
    boolean wanted = waiter.entry().isWanted();
    if (!wanted || !waiter.failed()) {
      leave(waiter.entry());
    }
    if (wanted) {
      waiter.entry().background(Cause.REFRESH);
    } else {
      waiter.entry().forgetFailure();
    }
  }

  private synchronized void endIfNobodyFails() {
    if (failedFirst == null && waiting.values().stream().noneMatch(Waiter::failed)) {
      news.end();
    }
  }

  // ---- retrying -------------------------------------------------------------------------------

  private void arm(long now) {
    stop();
    if (wide && !waiting.isEmpty()) {
      timer = core.time.schedule(Nanos.until(nextAt, now), this::retry);
      return;
    }
    Optional<Long> first = waiting.values().stream().map(Waiter::due).reduce(Nanos::earlier);
    first.ifPresent(due -> timer = core.time.schedule(Nanos.until(due, now), this::retry));
  }

  /** A pause is over: of those that wait, and that somebody still wants, one asks for all. */
  private void retry() {
    List<Waiter> queue;
    synchronized (this) {
      queue = new ArrayList<>(waiting.values());
    }
    queue.stream().map(Waiter::entry).filter(e -> !e.standsIn()).forEach(this::leave);
    boolean asking = queue.stream().anyMatch(w -> w.entry().isAsking());
    List<Waiter> wanted =
        queue.stream().filter(w -> w.entry().standsIn() && w.entry().isWanted()).toList();
    chosen(wanted, asking).forEach(waiter -> waiter.entry().background(Cause.REFRESH));
  }

  /** Whose turn it is; all others are looked at again after another pause. */
  private synchronized List<Waiter> chosen(List<Waiter> wanted, boolean asking) {
    if (news.code() == null || core.isClosed()) {
      return List.of();
    }
    long now = core.now();
    List<Waiter> chosen = wide
        ? wanted.stream()
            .filter(w -> !asking && (!isOfItsOwn(w.since()) || isDue(w, now)))
            .min(Comparator.comparing(Waiter::failed))
            .stream()
            .toList()
        : wanted.stream().filter(w -> isDue(w, now)).toList();
    nextAt = Pauses.end(now, downSince);
    waiting.replaceAll((entry, w) -> isDue(w, now) ? w.withDue(Pauses.end(now, w.since())) : w);
    arm(now);
    return chosen;
  }

  private static boolean isDue(Waiter waiter, long now) {
    return !Nanos.isBefore(now, waiter.due());
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
