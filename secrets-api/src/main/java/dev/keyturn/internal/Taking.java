package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the outcome of an attempt what the entry knows from then on. Guarded by the entry's lock; what
 * others have to be told is gathered, to be told without it.
 */
final class Taking {
  private final Core core;
  private final Entry entry;
  private final Known known;
  private final Display display;
  private final Duration ttl;

  Taking(Core core, Entry entry, Known known, Display display, Duration ttl) {
    this.core = core;
    this.entry = entry;
    this.known = known;
    this.display = display;
    this.ttl = ttl;
  }

  /** Takes the outcome; what is given back is to be run without the lock. */
  List<Runnable> take(Flight ended, Outcome outcome) {
    List<Runnable> after = new ArrayList<>();
    known.flight = null;
    if (ended.kind == Flight.Kind.FETCH) {
      known.settled = ended;
    }
    if (outcome instanceof Outcome.Failed failed) {
      fail(ended, failed, after);
    } else {
      succeed(ended, outcome, after);
    }
    return after;
  }

  private void succeed(Flight ended, Outcome outcome, List<Runnable> after) {
    long now = core.now();
    known.failure = null;
    known.pause = null;
    known.renewFirst = false;
    if (outcome instanceof Outcome.Value value) {
      replace(value.stored(), ended, now, after);
    } else if (outcome instanceof Outcome.Renewed renewed) {
      renew(renewed, ended, now, after);
    } else {
      confirm(now);
    }
    display.forgetReads();
    display.current();
    after.add(() -> entry.slot.answered(entry, ended.startAt()));
  }

  // ---- a value --------------------------------------------------------------------------------

  private void replace(StoredSecret given, Flight ended, long now, List<Runnable> after) {
    Good old = known.good;
    boolean same = old != null && isSame(old.base(), given);
    long generation = old == null ? 1 : old.base().generation() + (same ? 0 : 1);
    Held held = given
        .lease()
        .filter(l -> !l.duration().isZero())
        .map(l -> Held.first(l, ended.startAt()))
        .orElse(null);
    Base base = Numbering.base(entry.ref, given, generation, held, now, core.time.instant());
    known.good = held != null ? Freshness.leased(base, held, now, now) : freshness(base, now, now);
    known.gone = false;
    leaseChanged(old == null ? null : old.held(), held, after);
    if (old != null && !same) {
      rotated(old.base(), base, after);
    }
  }

  private static boolean isSame(Base old, StoredSecret given) {
    return old.given().version().equals(given.version()) && old.given().hasSameValueAs(given);
  }

  private void rotated(Base old, Base base, List<Runnable> after) {
    Rotation rotation = new Rotation(
        entry.ref, old.secret().version(), base.secret().version(), core.time.instant());
    entry.listeners.note(rotation);
    after.add(entry.listeners::publish);
    after.add(entry.doubt::tell); // who waits for a better value tries this one at once
  }

  private void confirm(long now) {
    Good old = known.good;
    if (old != null) {
      known.good = freshness(old.base(), now, old.readAt());
      known.gone = false;
    }
  }

  private Good freshness(Base base, long now, long readAt) {
    boolean refuse = entry.slot.settings().refuseExpired();
    return Freshness.of(base, ttl, core.policy(), refuse, now, core.time.instant(), readAt);
  }

  // ---- a lease --------------------------------------------------------------------------------

  private void renew(Outcome.Renewed renewed, Flight ended, long now, List<Runnable> after) {
    Good old = known.good;
    Held held = old == null ? null : old.held();
    if (old == null || held == null) {
      return;
    }
    Held longer = held.renewed(renewed.lease(), ended.startAt(), display.isWanted());
    Base base = Numbering.base(
        entry.ref, old.base().given(), old.base().generation(), longer, now, core.time.instant());
    known.good = Freshness.leased(base, longer, now, old.readAt());
    known.gone = false;
    after.add(() -> core.leases.extended(entry, held, longer));
    if (longer.last()) {
      replaceIfUsed(held, after);
    }
  }

  /** It cannot be extended again: if it was read in the last lease time another is fetched at once. */
  private void replaceIfUsed(Held held, List<Runnable> after) {
    if (display.isWanted() || held.used()) {
      after.add(() -> entry.background(Cause.REFRESH));
    }
  }

  private void leaseChanged(@Nullable Held old, @Nullable Held held, List<Runnable> after) {
    if (held != null) {
      after.add(() -> core.leases.hold(entry, held));
    }
    if (old != null) {
      after.add(() -> core.leases.replaced(entry, old));
    }
  }

  // ---- a failure ------------------------------------------------------------------------------

  private void fail(Flight ended, Outcome.Failed outcome, List<Runnable> after) {
    Failure failed = outcome.failure();
    if (failed.leavesNoTrace()) {
      return;
    }
    known.failure = failed;
    if (failed.isDefinite()) {
      refuse(ended, failed, after);
      return;
    }
    Outage outage = entry.slot.outage();
    boolean standsIn = known.standIn(core.now()) != null;
    known.pause = outage.failed(entry, outcome, ended.startAt(), known.pause, standsIn);
    after.add(outage::publish);
    display.forgetReads();
    display.staleOrNothing(core.now());
  }

  /** The store's word on this one secret. */
  private void refuse(Flight ended, Failure failed, List<Runnable> after) {
    after.add(() -> entry.slot.answered(entry, ended.startAt()));
    known.pause = null;
    known.forgottenAt = Nanos.plus(core.now(), core.policy().notFoundTtl());
    if (ended.kind == Flight.Kind.RENEW) {
      replaceCredential(failed, after);
    } else {
      known.gone = true;
      display.nothing();
    }
  }

  /** The lease cannot be extended. If it is gone nobody may have it; else it serves to its end. */
  private void replaceCredential(Failure refused, List<Runnable> after) {
    known.failure = null;
    Good old = known.good;
    Held held = old == null ? null : old.held();
    if (old == null || held == null) {
      return;
    }
    boolean ended = refused.code() == ErrorCode.NOT_FOUND;
    long until = ended ? core.now() : old.freshUntil();
    known.good = new Good(old.base(), old.readAt(), until, until, until, held.ending());
    display.staleOrNothing(core.now());
    replaceIfUsed(held, after);
  }
}
