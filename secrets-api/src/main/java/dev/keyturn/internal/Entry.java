package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One secret, field left out: what is known of it, the one fetch under way, and the handles that show it.
 * Its own lock guards it and is held for a few assignments only: never during I/O, never while the cache
 * is touched.
 */
final class Entry {
  final SecretRef ref;
  final StoreSlot slot;
  final Listeners listeners;
  final Doubt doubt;
  final Changes changes;

  /** Changed by {@link SecretCache} alone. */
  int pins;

  private final Core core;
  private final Known known = new Known();
  private final Handles handles = new Handles();
  private final Display display;
  private final Deciding deciding;
  private final Taking taking;
  private TimeSource.@Nullable Timer timer;

  Entry(Core core, StoreSlot slot, SecretRef ref, Duration ttl) {
    this.core = core;
    this.slot = slot;
    this.ref = ref;
    this.listeners = new Listeners(core);
    this.doubt = new Doubt(core, this);
    this.changes = new Changes(core, this);
    this.display = new Display(known, handles, doubt);
    this.deciding = new Deciding(core, this, known);
    this.taking = new Taking(core, this, known, display, ttl);
  }

  /** Shows the value through one more handle; false if the entry is gone or has handles enough. */
  synchronized boolean attach(Handle handle) {
    return !known.dead && handles.add(handle);
  }

  synchronized void detach(Handle handle) {
    handles.remove(handle);
  }

  /** Whether nobody was told yet that this version was handed out under the handle's text. */
  synchronized boolean isNews(Handle handle, String version) {
    return handles.isNews(handle, version);
  }

  /** Shows the current value again, as the doubt about it changed. */
  synchronized void showAgain() {
    if (known.usable() != null && !core.isClosed()) {
      display.again(core.now());
    }
  }

  // ---- asking ---------------------------------------------------------------------------------

  /**
   * What a caller is to do now.
   *
   * @param just how the fetch ended that the caller has just waited for, or null
   */
  synchronized Decision decide(Handle handle, Ask ask, @Nullable Failure just) {
    return deciding.decide(handle, ask, just);
  }

  /** Asks the store without a caller, unless somebody asks already. */
  void background(Cause cause) {
    if (!core.cache.pin(this)) {
      return;
    }
    Flight begun = null;
    synchronized (this) {
      if (known.flight == null && !known.dead && !core.isClosed()) {
        begun = deciding.begin(cause, cause == Cause.REFRESH, core.now());
      }
    }
    if (begun == null) {
      core.cache.unpin(this);
    } else {
      slot.launch(begun);
    }
  }

  /** Takes the outcome of the fetch under way, shows it, and tells whom it concerns. */
  void take(Flight ended, Outcome outcome) {
    List<Runnable> after = List.of();
    synchronized (this) {
      if (known.flight == ended) {
        after = taking.take(ended, outcome);
        arm(core.now());
      }
      if (core.isClosed()) {
        end(); // the close may have come by before this outcome did: nothing is shown any more
      }
    }
    after.forEach(Runnable::run);
    core.cache.unpin(this);
    noticeSuspension();
  }

  // ---- what is known --------------------------------------------------------------------------

  /** The value that a fetch may be compared with; null to read it whole. */
  synchronized @Nullable Good comparable() {
    return known.comparable(core.now());
  }

  synchronized @Nullable Good known() {
    return known.usable();
  }

  synchronized @Nullable Held held() {
    return known.good == null ? null : known.good.held();
  }

  /** The value that serves now, marked stale while its store fails; null if there is none. */
  synchronized @Nullable Base usable() {
    return known.serves(core.now());
  }

  /** What may be handed out instead of a better value that takes too long; null if nothing may. */
  synchronized @Nullable Base standIn() {
    Good old = known.standIn(core.now());
    ErrorCode why = known.failure == null ? ErrorCode.TIMEOUT : known.failure.code();
    return old == null ? null : old.base().stale(why);
  }

  /** Whether it has a last good value to stand in while it fails. */
  synchronized boolean standsIn() {
    return known.standIn(core.now()) != null;
  }

  /** Whether the store is being asked. */
  synchronized boolean isAsking() {
    return known.flight != null;
  }

  /** Whether somebody would miss it: it is live, was read since the last fetch, or can be renewed. */
  synchronized boolean isWanted() {
    return known.isRenewable() || handles.isWanted();
  }

  /** Whether a fetch that waits for the end of a pause need wait no longer. */
  synchronized boolean isReleased() {
    long now = core.now();
    return !Nanos.isBefore(now, deciding.mayAskAt(now));
  }

  /** The store answers again, and nobody wants this one: let the next reader decide. */
  synchronized void forgetFailure() {
    if (known.failure == null || !known.failure.isDefinite()) {
      known.failure = null;
      known.pause = null;
      display.staleOrNothing(core.now());
      arm(core.now());
    }
  }

  // ---- time -----------------------------------------------------------------------------------

  /** The timer's work: refresh what is wanted, take back what is no longer fresh. */
  private void wake() {
    boolean refresh;
    synchronized (this) {
      if (known.dead || core.isClosed()) {
        return;
      }
      long now = core.now();
      refresh = known.isDue(now) && isRefreshed(now);
      display.staleOrNothing(now);
      arm(now);
    }
    if (!noticeSuspension() && refresh) {
      background(Cause.REFRESH);
    }
  }

  /** Whether the time for a refresh is taken; else the next one is when the value is no longer fresh. */
  private boolean isRefreshed(long now) {
    Good last = known.good;
    boolean wanted = isWanted();
    if (last != null) {
      known.good = last.withRefreshAt(wanted ? Nanos.far(now) : last.freshUntil());
    }
    return wanted && slot.outage().hold(this) == null;
  }

  private void arm(long now) {
    stopTimer();
    Good usable = known.usable();
    if (usable == null || known.dead || core.isClosed()) {
      return;
    }
    boolean fresh = usable.isFresh(now);
    long next = fresh ? usable.freshUntil() : usable.staleUntil();
    if (known.isQuiet()) {
      next = Nanos.earlier(next, usable.refreshAt());
    }
    if (Nanos.isBefore(now, next) || (known.isQuiet() && fresh)) {
      timer = core.time.schedule(Nanos.until(next, now), this::wake);
    }
  }

  // ---- news -----------------------------------------------------------------------------------

  /** Something changed, as the store says: {@link Changes} sees to it that this is not too often. */
  void changed() {
    synchronized (this) {
      if (known.dead) {
        return;
      }
      if (known.failure != null && known.failure.isDefinite()) {
        known.failure = null;
      }
      if (held() != null) {
        known.gone = true;
        display.nothing();
      }
      if (known.good == null && !handles.isLive()) {
        return;
      }
    }
    background(Cause.CHANGED);
  }

  /** Everything is due if the machine slept. */
  private boolean noticeSuspension() {
    boolean slept = core.suspension.isOver();
    if (slept) {
      core.cache.entries().forEach(Entry::suspended);
    }
    return slept;
  }

  /** The machine slept: everything is due, and a lease is renewed before it is handed out. */
  private void suspended() {
    synchronized (this) {
      long now = core.now();
      Good usable = known.usable();
      if (usable == null || known.dead) {
        return;
      }
      known.renewFirst = usable.held() != null;
      known.good = usable.due(now);
      display.staleOrNothing(now);
      arm(now);
    }
    if (isWanted()) {
      background(Cause.REFRESH);
    }
  }

  /** Called by the cache within its own step for the key: no pin is left. */
  synchronized List<Handle> evicted() {
    known.dead = true;
    end();
    return handles.all();
  }

  void close() {
    Flight running;
    synchronized (this) {
      running = known.flight;
      end();
    }
    if (running != null) {
      running.end(new Outcome.Failed(Failure.CLOSED, null));
      running.interrupt();
    }
    doubt.close();
  }

  private void end() {
    display.nothing();
    stopTimer();
    changes.stop();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public String toString() {
    return "Entry[" + ref + "]";
  }
}
