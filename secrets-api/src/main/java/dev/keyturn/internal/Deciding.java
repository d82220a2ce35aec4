package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsObserver.Cause;
import org.jspecify.annotations.Nullable;

/** What a caller is to do, by what the entry knows. Guarded by the entry's lock. */
final class Deciding {
  private final Core core;
  private final Entry entry;
  private final Known known;

  Deciding(Core core, Entry entry, Known known) {
    this.core = core;
    this.entry = entry;
    this.known = known;
  }

  Decision decide(Handle handle, Ask ask, @Nullable Failure just) {
    long now = core.now();
    if (core.isClosed()) {
      return new Decision.Fail(Failure.CLOSED);
    }
    if (ask.anewSince() != null) {
      return anew(handle, ask, ask.anewSince(), now);
    }
    Good fresh = known.fresh(now);
    if (fresh != null) {
      return serve(handle, fresh.base());
    }
    if (just != null && just.leavesNoTrace()) {
      return new Decision.Fail(just); // it is not remembered: to ask again would be to ask for ever
    }
    Failure last = known.failure;
    if (last != null && last.isDefinite() && Nanos.isBefore(now, known.forgottenAt)) {
      return new Decision.Fail(last);
    }
    Good old = known.standIn(now);
    return old != null ? stale(handle, old, now) : nothing(ask, just, now);
  }

  private Decision serve(Handle handle, Base base) {
    Base shown = handle.live ? entry.doubt.instead(base) : base;
    handle.show(shown);
    return new Decision.Serve(shown);
  }

  /** A last good value is at hand: nobody waits long, and nobody once an attempt has failed. */
  private Decision stale(Handle handle, Good old, long now) {
    ErrorCode reason = known.failure != null ? known.failure.code() : null;
    if (known.isQuiet()) {
      reason = entry.slot.outage().hold(entry);
    }
    if (reason != null) {
      return serve(handle, old.base().stale(reason));
    }
    return underWay(Cause.REFRESH, known.renewFirst, now, true);
  }

  private Decision nothing(Ask ask, @Nullable Failure just, long now) {
    long askAt = mayAskAt(now);
    if (just != null && !waitsOut(just, ask, askAt)) {
      return new Decision.Fail(just);
    }
    Failure last = known.failure;
    boolean asking = known.flight != null && !Nanos.isBefore(now, known.flight.startAt());
    boolean pausing = !asking && Nanos.isBefore(now, askAt);
    if (last != null && pausing && !waitsOut(last, ask, askAt)) {
      return new Decision.Fail(last);
    }
    return underWay(Cause.MISS, known.renewFirst, pausing ? askAt : now, false);
  }

  /** When the store may be asked again; now if nothing speaks against it. */
  long mayAskAt(long now) {
    Pause last = known.pause;
    return last == null || entry.slot.outage().isOver(last, now) ? now : last.until();
  }

  /** Whether the caller has the time for the next attempt, and that may help. */
  private static boolean waitsOut(Failure failed, Ask ask, long askAt) {
    return failed.retryable() && !Nanos.isBefore(ask.deadline(), askAt);
  }

  private Decision anew(Handle handle, Ask ask, long since, long now) {
    Flight last = known.settled;
    long startAt = now;
    if (last != null && last.moment > since) {
      Failure failed = last.failure();
      Good given = known.good;
      if (failed == null && given != null) {
        return serve(handle, given.base());
      }
      startAt = mayAskAt(now);
      if (failed != null && !waitsOut(failed, ask, startAt)) {
        return new Decision.Fail(failed);
      }
    }
    return underWay(ask.cause(), false, startAt, false);
  }

  /** The fetch under way, or a new one that the caller is to launch. */
  private Decision underWay(Cause cause, boolean mayRenew, long startAt, boolean briefly) {
    Flight running = known.flight;
    return running == null
        ? new Decision.Wait(begin(cause, mayRenew, startAt), true, briefly)
        : new Decision.Wait(running, false, briefly);
  }

  /** Begins an attempt; who asked for it launches it. */
  Flight begin(Cause cause, boolean mayRenew, long startAt) {
    Good usable = known.usable();
    Held held = usable == null ? null : usable.held();
    boolean renew =
        mayRenew && held != null && held.canBeRenewed() && Nanos.isBefore(startAt, held.endsAt());
    Flight.Kind kind = renew ? Flight.Kind.RENEW : Flight.Kind.FETCH;
    Flight begun = new Flight(entry, kind, cause, startAt, core.moment());
    known.flight = begun;
    return begun;
  }
}
