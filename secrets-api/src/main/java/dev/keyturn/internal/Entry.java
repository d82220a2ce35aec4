package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one secret, field left out: its last good value, how it last failed, the one fetch
 * under way, and the handles that show it. Its own lock guards it and is held for a few assignments
 * only: never during I/O, never while the cache is touched.
 */
final class Entry {
  private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

  final SecretRef ref;
  final StoreSlot slot;
  final Listeners listeners;
  final Doubt doubt;

  /** Changed by {@link SecretCache} alone. */
  int pins;

  private final Core core;
  private final Duration ttl;
  private final Handles handles = new Handles();
  private @Nullable Good good;
  private boolean gone;
  private @Nullable Failure failure;
  private long forgottenAt;
  private @Nullable Pause pause;
  private @Nullable Flight flight;
  private @Nullable Flight settled;
  private boolean renewFirst;
  private boolean dead;
  private TimeSource.@Nullable Timer timer;
  private TimeSource.@Nullable Timer changeTimer;
  private long changeAllowedAt;

  Entry(Core core, StoreSlot slot, SecretRef ref, Duration ttl) {
    this.core = core;
    this.slot = slot;
    this.ref = ref;
    this.ttl = ttl;
    this.listeners = new Listeners(core);
    this.doubt = new Doubt(core, this);
    this.changeAllowedAt = core.now();
  }

  /** Shows the value through one more handle; false if the entry is gone or has handles enough. */
  synchronized boolean attach(Handle handle) {
    return !dead && handles.add(handle);
  }

  // ---- deciding -------------------------------------------------------------------------------

  /**
   * What a caller is to do now.
   *
   * @param just how the fetch ended that the caller has just waited for, or null
   */
  synchronized Decision decide(Handle handle, Ask ask, @Nullable Failure just) {
    long now = core.now();
    if (core.isClosed()) {
      return new Decision.Fail(Failure.CLOSED);
    }
    if (ask.anewSince() != null) {
      return decideAnew(handle, ask, ask.anewSince(), now);
    }
    Good known = gone ? null : good;
    if (known != null && known.isFresh(now)) {
      return serve(handle, known.base());
    }
    if (just != null && (just.isInvalid() || just.code() == ErrorCode.CLOSED)) {
      return new Decision.Fail(just); // it is not remembered: to ask again would be to ask for ever
    }
    Failure last = failure;
    if (last != null && last.isDefinite() && Nanos.isBefore(now, forgottenAt)) {
      return new Decision.Fail(last);
    }
    return known != null && known.mayStandIn(now)
        ? decideStale(handle, known, now)
        : decideNothing(ask, just, now);
  }

  private Decision serve(Handle handle, Base base) {
    Base shown = handle.live ? doubt.instead(base) : base;
    handle.show(shown);
    return new Decision.Serve(shown);
  }

  /** A last good value is at hand: nobody waits long, and nobody once an attempt has failed. */
  private Decision decideStale(Handle handle, Good known, long now) {
    ErrorCode reason = failure != null ? failure.code() : null;
    if (reason == null && flight == null) {
      reason = slot.outage().hold(this);
    }
    if (reason != null) {
      return serve(handle, known.base().stale(reason));
    }
    return underWay(Cause.REFRESH, renewFirst, now, known.base().stale(ErrorCode.TIMEOUT));
  }

  private Decision decideNothing(Ask ask, @Nullable Failure just, long now) {
    long askAt = mayAskAt(now);
    if (just != null && !waitsOut(just, ask, askAt)) {
      return new Decision.Fail(just);
    }
    Failure last = failure;
    boolean asking = flight != null && !Nanos.isBefore(now, flight.startAt());
    boolean pausing = !asking && Nanos.isBefore(now, askAt);
    if (last != null && pausing && !waitsOut(last, ask, askAt)) {
      return new Decision.Fail(last);
    }
    return underWay(Cause.MISS, renewFirst, pausing ? askAt : now, null);
  }

  /** When the store may be asked again; now if nothing speaks against it. */
  private long mayAskAt(long now) {
    Pause last = pause;
    return last == null || slot.outage().isOver(last, now) ? now : last.until();
  }

  /** Whether the caller has the time for the next attempt, and that may help. */
  private static boolean waitsOut(Failure failed, Ask ask, long askAt) {
    return failed.retryable() && !Nanos.isBefore(ask.deadline(), askAt);
  }

  private Decision decideAnew(Handle handle, Ask ask, long since, long now) {
    Flight last = settled;
    long startAt = now;
    if (last != null && last.moment > since) {
      Failure failed = last.failure();
      Good known = good;
      if (failed == null && known != null) {
        return serve(handle, known.base());
      }
      startAt = mayAskAt(now);
      if (failed != null && !waitsOut(failed, ask, startAt)) {
        return new Decision.Fail(failed);
      }
    }
    return underWay(ask.cause(), false, startAt, null);
  }

  /** The fetch under way, or a new one that the caller is to launch. */
  private Decision underWay(Cause cause, boolean mayRenew, long startAt, @Nullable Base meanwhile) {
    Flight running = flight;
    return running == null
        ? new Decision.Wait(begin(cause, mayRenew, startAt), true, meanwhile)
        : new Decision.Wait(running, false, meanwhile);
  }

  private Flight begin(Cause cause, boolean mayRenew, long startAt) {
    Good known = good;
    Held held = known == null || gone ? null : known.held();
    boolean renew =
        mayRenew && held != null && held.canBeRenewed() && Nanos.isBefore(startAt, held.endsAt());
    Flight.Kind kind = renew ? Flight.Kind.RENEW : Flight.Kind.FETCH;
    Flight begun = new Flight(this, kind, cause, startAt, core.moment());
    flight = begun;
    return begun;
  }

  /** The value that a fetch may be compared with; null to read it whole. */
  synchronized @Nullable Good comparable() {
    Good known = good;
    boolean old = known != null
        && !Nanos.isBefore(core.now(), Nanos.plus(known.readAt(), Freshness.READ_AT_LEAST_EVERY));
    return known == null || old || known.held() != null ? null : known;
  }

  synchronized @Nullable Good known() {
    return gone ? null : good;
  }

  /** The value that serves now, marked stale while its store fails; null if there is none. */
  synchronized @Nullable Base usable() {
    long now = core.now();
    Good known = gone ? null : good;
    if (known == null || !known.mayStandIn(now)) {
      return null;
    }
    boolean failing = failure != null && !known.isFresh(now);
    return failing && failure != null ? known.base().stale(failure.code()) : known.base();
  }

  synchronized @Nullable Held held() {
    return good == null ? null : good.held();
  }

  /** Whether nobody was told yet that this version was handed out under the handle's text. */
  synchronized boolean isNews(Handle handle, String version) {
    return handles.isNews(handle, version);
  }

  synchronized void detach(Handle handle) {
    handles.remove(handle);
  }

  // ---- outcomes -------------------------------------------------------------------------------

  /** Takes the outcome of the fetch under way, shows it, and tells whom it concerns. */
  void take(Flight ended, Outcome outcome) {
    List<Runnable> after = new ArrayList<>();
    synchronized (this) {
      if (flight == ended) {
        flight = null;
        settle(ended, outcome, after);
        arm(core.now());
      }
    }
    after.forEach(Runnable::run);
    core.cache.unpin(this);
    noticeSuspension();
  }

  /** Everything is due if the machine slept. */
  private boolean noticeSuspension() {
    boolean slept = core.suspension.isOver();
    if (slept) {
      core.cache.entries().forEach(Entry::suspended);
    }
    return slept;
  }

  private void settle(Flight ended, Outcome outcome, List<Runnable> after) {
    if (ended.kind == Flight.Kind.FETCH) {
      settled = ended;
    }
    if (outcome instanceof Outcome.Failed failed) {
      fail(ended, failed, after);
      return;
    }
    failure = null;
    pause = null;
    renewFirst = false;
    long now = core.now();
    if (outcome instanceof Outcome.Value value) {
      replace(value.stored(), ended, now, after);
    } else if (outcome instanceof Outcome.Renewed renewed) {
      renew(renewed, ended, now, after);
    } else {
      confirm(now);
    }
    handles.forgetReads();
    show(good);
    after.add(() -> slot.answered(this, ended.startAt()));
  }

  private void replace(StoredSecret given, Flight ended, long now, List<Runnable> after) {
    Good old = good;
    boolean same = old != null && isSame(old.base(), given);
    long generation = old == null ? 1 : old.base().generation() + (same ? 0 : 1);
    Held held = given
        .lease()
        .filter(l -> !l.duration().isZero())
        .map(l -> Held.first(l, ended.startAt()))
        .orElse(null);
    Base base = Numbering.base(ref, given, generation, held, now, core.time.instant());
    Good fresh = held != null
        ? Freshness.leased(base, held, now, now)
        : freshness(base, now, now);
    good = fresh;
    gone = false;
    leaseChanged(old == null ? null : old.held(), held, after);
    if (old != null && !same) {
      Rotation rotation = new Rotation(
          ref, old.base().secret().version(), base.secret().version(), core.time.instant());
      listeners.note(rotation);
      after.add(listeners::publish);
      after.add(doubt::tell); // who waits for a better value tries this one at once
    }
  }

  private static boolean isSame(Base old, StoredSecret given) {
    return old.given().version().equals(given.version()) && old.given().hasSameValueAs(given);
  }

  private void confirm(long now) {
    Good old = good;
    if (old != null) {
      good = freshness(old.base(), now, old.readAt());
      gone = false;
    }
  }

  private Good freshness(Base base, long now, long readAt) {
    boolean refuse = slot.settings().refuseExpired();
    return Freshness.of(base, ttl, core.policy(), refuse, now, core.time.instant(), readAt);
  }

  private void renew(Outcome.Renewed renewed, Flight ended, long now, List<Runnable> after) {
    Good old = good;
    Held held = old == null ? null : old.held();
    if (old == null || held == null) {
      return;
    }
    Held longer = held.renewed(renewed.lease(), ended.startAt(), handles.isWanted());
    Base base = Numbering.base(
        ref, old.base().given(), old.base().generation(), longer, now, core.time.instant());
    good = Freshness.leased(base, longer, now, old.readAt());
    gone = false;
    after.add(() -> core.leases.extended(this, held, longer));
    if (longer.last()) {
      replaceIfUsed(held, after);
    }
  }

  /** It cannot be extended again: if it was read in the last lease time another is fetched at once. */
  private void replaceIfUsed(Held held, List<Runnable> after) {
    if (handles.isWanted() || held.used()) {
      after.add(() -> background(Cause.REFRESH));
    }
  }

  private void leaseChanged(@Nullable Held old, @Nullable Held held, List<Runnable> after) {
    if (held != null) {
      after.add(() -> core.leases.hold(this, held));
    }
    if (old != null) {
      after.add(() -> core.leases.replaced(this, old));
    }
  }

  private void fail(Flight ended, Outcome.Failed outcome, List<Runnable> after) {
    Failure failed = outcome.failure();
    long now = core.now();
    if (failed.isInvalid() || failed.code() == ErrorCode.CLOSED) {
      return; // nothing was asked, so nothing was learnt
    }
    failure = failed;
    if (!failed.isDefinite()) {
      boolean standsIn = !gone && good != null && good.mayStandIn(now);
      pause = slot.outage().failed(this, outcome, ended.startAt(), pause, standsIn);
      handles.forgetReads();
      showStaleOrNothing(now);
      return;
    }
    after.add(() -> slot.answered(this, ended.startAt()));
    pause = null;
    forgottenAt = Nanos.plus(now, core.policy().notFoundTtl());
    if (ended.kind == Flight.Kind.RENEW) {
      replaceCredential(failed, now, after);
    } else {
      gone = true;
      show(null);
    }
  }

  /** The lease cannot be extended. If it is gone nobody may have it; else it serves to its end. */
  private void replaceCredential(Failure refused, long now, List<Runnable> after) {
    failure = null;
    Good known = good;
    if (known == null || known.held() == null) {
      return;
    }
    Held held = known.held();
    long until = refused.code() == ErrorCode.NOT_FOUND ? now : known.freshUntil();
    good = new Good(known.base(), known.readAt(), until, until, until, held.ending());
    showStaleOrNothing(now);
    replaceIfUsed(held, after);
  }

  // ---- time -----------------------------------------------------------------------------------

  /** The timer's work: refresh what is wanted, take back what is no longer fresh. */
  void wake() {
    Cause due = null;
    synchronized (this) {
      if (dead || core.isClosed()) {
        return;
      }
      long now = core.now();
      Good known = good;
      if (known != null
          && !gone
          && flight == null
          && failure == null
          && !Nanos.isBefore(now, Nanos.earlier(known.refreshAt(), known.freshUntil()))) {
        boolean wanted = isWanted();
        due = wanted && slot.outage().hold(this) == null ? Cause.REFRESH : null;
        good = known.withRefreshAt(wanted ? Nanos.far(now) : known.freshUntil());
      }
      if (known != null && !known.isFresh(now)) {
        showStaleOrNothing(now);
      }
      arm(now);
    }
    if (!noticeSuspension() && due != null) {
      background(due);
    }
  }

  private void arm(long now) {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    Good known = good;
    if (known == null || gone || dead || core.isClosed()) {
      return;
    }
    long next = Nanos.isBefore(now, known.freshUntil()) ? known.freshUntil() : known.staleUntil();
    if (flight == null && failure == null) {
      next = Nanos.earlier(next, known.refreshAt());
    }
    boolean due = flight == null && failure == null && known.isFresh(now);
    if (Nanos.isBefore(now, next) || due) {
      timer = core.time.schedule(Nanos.until(next, now), this::wake);
    }
  }

  private void showStaleOrNothing(long now) {
    Good known = gone ? null : good;
    if (known == null || !known.isFresh(now)) {
      boolean standsIn = known != null && failure != null && known.mayStandIn(now);
      handles.show(
          standsIn && known != null && failure != null ? known.base().stale(failure.code()) : null,
          doubt);
    }
  }

  private void show(@Nullable Good shown) {
    handles.show(shown == null || gone ? null : shown.base(), doubt);
  }

  /** Shows the current value again, as the doubt about it changed. */
  synchronized void showAgain() {
    if (good != null && !gone && !core.isClosed()) {
      show(good.isFresh(core.now()) ? good : null);
      showStaleOrNothing(core.now());
    }
  }

  /** Asks the store without a caller, unless somebody asks already. */
  void background(Cause cause) {
    if (!core.cache.pin(this)) {
      return;
    }
    Flight begun = null;
    synchronized (this) {
      if (flight == null && !dead && !core.isClosed()) {
        begun = begin(cause, cause == Cause.REFRESH, core.now());
      }
    }
    if (begun == null) {
      core.cache.unpin(this);
    } else {
      slot.launch(begun);
    }
  }

  /** Whether somebody would miss it: it is live, was read since the last fetch, or can be renewed. */
  synchronized boolean isWanted() {
    Good known = gone ? null : good;
    boolean renewable = known != null && known.held() != null && known.held().canBeRenewed();
    return renewable || handles.isWanted();
  }

  /** Whether it fails and has a last good value to stand in meanwhile. */
  synchronized boolean standsIn() {
    Good known = gone ? null : good;
    return !dead && known != null && known.mayStandIn(core.now());
  }

  /** Whether the store is being asked. */
  synchronized boolean isAsking() {
    return flight != null;
  }

  /** What may be handed out instead of a better value that takes too long; null if nothing may. */
  synchronized @Nullable Base standIn() {
    if (!standsIn() || good == null) {
      return null;
    }
    return good.base().stale(failure == null ? ErrorCode.TIMEOUT : failure.code());
  }

  /** Whether a fetch that waits for the end of a pause need wait no longer. */
  synchronized boolean isReleased() {
    return !Nanos.isBefore(core.now(), mayAskAt(core.now()));
  }

  /** The store answers again, and nobody wants this one: let the next reader decide. */
  synchronized void forgetFailure() {
    if (failure == null || !failure.isDefinite()) {
      failure = null;
      pause = null;
      showStaleOrNothing(core.now());
      arm(core.now());
    }
  }

  // ---- news -----------------------------------------------------------------------------------

  /** The store says that something changed. Asked at most once a second. */
  void changed() {
    boolean ask;
    synchronized (this) {
      long now = core.now();
      if (dead || changeTimer != null) {
        return;
      }
      if (flight != null || Nanos.isBefore(now, changeAllowedAt)) {
        Duration pause =
            Nanos.until(Nanos.later(changeAllowedAt, Nanos.plus(now, BETWEEN_CHANGES)), now);
        changeTimer = core.time.schedule(pause, this::changedLater);
        return;
      }
      changeAllowedAt = Nanos.plus(now, BETWEEN_CHANGES);
      if (failure != null && failure.isDefinite()) {
        failure = null;
      }
      if (good != null && good.held() != null) {
        gone = true;
        show(null);
      }
      ask = good != null || handles.isLive();
    }
    if (ask) {
      background(Cause.CHANGED);
    }
  }

  private void changedLater() {
    synchronized (this) {
      changeTimer = null;
    }
    changed();
  }

  /** The machine slept: everything is due, and a lease is renewed before it is handed out. */
  void suspended() {
    synchronized (this) {
      long now = core.now();
      Good known = good;
      if (known == null || gone || dead) {
        return;
      }
      boolean leased = known.held() != null;
      renewFirst = leased;
      good = leased
          ? new Good(known.base(), known.readAt(), now, now, now, known.held())
          : known.due(now);
      showStaleOrNothing(now);
      arm(now);
    }
    if (isWanted()) {
      background(Cause.REFRESH);
    }
  }

  // ---- endings --------------------------------------------------------------------------------

  /** Called by the cache within its own step for the key: no pin is left. */
  synchronized List<Handle> evicted() {
    dead = true;
    end();
    return handles.all();
  }

  void close() {
    Flight running;
    synchronized (this) {
      running = flight;
      end();
    }
    if (running != null) {
      running.end(new Outcome.Failed(Failure.CLOSED, null));
      running.interrupt();
    }
    doubt.close();
  }

  private void end() {
    handles.show(null, doubt);
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (changeTimer != null) {
      changeTimer.cancel();
      changeTimer = null;
    }
  }

  @Override
  public String toString() {
    return "Entry[" + ref + "]";
  }
}
