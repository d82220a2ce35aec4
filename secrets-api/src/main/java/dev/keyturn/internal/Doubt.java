package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a secret opens what it should. A value that has not worked yet is tried by one thread while the
 * others wait for its outcome; one that was refused makes the store be asked anew, then its candidates be
 * tried, then itself again after growing pauses. Its lock may be taken under the entry's, never the other
 * way round.
 */
final class Doubt {
  /** Between two looks at the store while somebody waits for a better value. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** A login is refused sooner than this; whoever still runs then has been let in. */
  private static final Duration TAKEN_AS_ACCEPTED = Duration.ofSeconds(5);

  private final Core core;
  private final Entry entry;
  private final Refusals refusals = new Refusals();
  private final Deque<Base> candidates = new ArrayDeque<>();
  private boolean candidatesAsked;
  private long proven = -1;
  private @Nullable Base instead;
  private long insteadOf;
  private boolean insteadProven;
  private @Nullable Turn trial;
  private boolean looking;
  private long lookAt;
  private long refusedAt;
  private @Nullable Long leaseReplacedAt;
  private boolean offering;
  private Signal news = new Signal();

  Doubt(Core core, Entry entry) {
    this.core = core;
    this.entry = entry;
  }

  /** What a live secret shows: a candidate that works, else the store's current value. */
  synchronized Base instead(Base current) {
    Base other = instead;
    return other != null && insteadOf == current.generation() ? other : current;
  }

  // ---- taking turns ---------------------------------------------------------------------------

  /** What to do next about a value: try it, or wait until then. */
  private sealed interface Next {
    record Try(Turn turn) implements Next {}

    record Wait(Signal news, long until, boolean look) implements Next {}
  }

  /**
   * Blocks until there is a value to be tried.
   *
   * @return leave to try it; null if the deadline passes before, or there is no value at all
   */
  @Nullable
  Turn take(Look look, long deadline) throws InterruptedException {
    while (!core.isClosed()) {
      Good known = entry.known();
      if (known == null) {
        return null;
      }
      Next next = next(known.base(), deadline);
      if (next instanceof Next.Try leave) {
        return leave.turn();
      }
      Next.Wait wait = (Next.Wait) next;
      if (wait.look()) {
        look.start(this);
      }
      if (!Nanos.isBefore(core.now(), deadline)) {
        return null;
      }
      await(wait);
    }
    throw Failure.CLOSED.toException(entry.ref);
  }

  private void await(Next.Wait wait) throws InterruptedException {
    wait.news().await(core.time, Nanos.until(wait.until(), core.now()));
  }

  private synchronized Next next(Base current, long deadline) {
    if (instead != null && insteadOf != current.generation()) {
      instead = null;
    }
    Base other = instead;
    if (other != null && insteadProven) {
      return new Next.Try(new Turn(other, false, true, current.generation()));
    }
    if (other == null && proven == current.generation()) {
      return new Next.Try(new Turn(current, false, false, current.generation()));
    }
    return inDoubt(current, deadline);
  }

  private Next inDoubt(Base current, long deadline) {
    long now = core.now();
    long openAt = refusals.openAt(now);
    if (trial != null || looking) {
      return waitUntil(deadline, false);
    }
    if (Nanos.isBefore(now, openAt)) {
      return waitUntil(Nanos.earlier(openAt, deadline), false);
    }
    if (!refusals.knows(current)) {
      return tried(current, false, current.generation());
    }
    if (instead != null) {
      return tried(instead, true, current.generation());
    }
    if (!Nanos.isBefore(now, lookAt)) {
      looking = true;
      return waitUntil(deadline, true);
    }
    Base candidate = nextCandidate();
    if (candidate != null) {
      return tried(candidate, true, current.generation());
    }
    long nextAt = refusals.nextAt(current, now);
    return Nanos.isBefore(now, nextAt)
        ? waitUntil(Nanos.earlier(Nanos.earlier(nextAt, lookAt), deadline), false)
        : tried(current, false, current.generation());
  }

  private Next waitUntil(long until, boolean look) {
    return new Next.Wait(news, until, look);
  }

  private @Nullable Base nextCandidate() {
    Base candidate = candidates.poll();
    while (candidate != null && refusals.knows(candidate)) {
      candidate = candidates.poll();
    }
    return candidate;
  }

  private Next tried(Base base, boolean candidate, long on) {
    Turn turn = new Turn(base, true, candidate, on);
    trial = turn;
    core.time.schedule(TAKEN_AS_ACCEPTED, () -> accepted(turn));
    return new Next.Try(turn);
  }

  // ---- outcomes -------------------------------------------------------------------------------

  /** The action succeeded, or runs for so long that it must have been let in. */
  void accepted(Turn turn) {
    if (!turn.trial) {
      return;
    }
    synchronized (this) {
      if (trial != turn) {
        return;
      }
      trial = null;
      if (turn.candidate) {
        instead = turn.base;
        insteadOf = turn.on;
        insteadProven = true;
      } else {
        instead = null;
        proven = turn.base.generation();
      }
      refusals.forgetValues();
      candidates.clear();
      candidatesAsked = false;
    }
    tell();
    entry.showAgain();
  }

  /**
   * The value was refused. Only a value that is believed, or on trial, can be: actions that were under
   * way when the first refusal came back have nothing new to say.
   */
  void refused(Turn turn) {
    synchronized (this) {
      if (turn.trial && trial == turn) {
        trial = null;
      } else if (!isBelieved(turn)) {
        return;
      }
      note(turn.base);
    }
    tell();
    entry.showAgain();
  }

  private boolean isBelieved(Turn turn) {
    Base other = instead;
    return other != null
        ? other.given() == turn.base.given() && insteadProven
        : !turn.candidate && proven == turn.base.generation();
  }

  private void note(Base refused) {
    long now = core.now();
    refusals.add(refused, now);
    instead = null;
    insteadProven = false;
    proven = -1;
    refusedAt = now;
    lookAt = now;
  }

  /** The action failed for another reason: nothing is known of the value. */
  void undecided(Turn turn) {
    synchronized (this) {
      if (trial != turn) {
        return;
      }
      trial = null;
    }
    tell();
  }

  /** A caller who looks after itself says that a value was refused; offers another one next. */
  void refusedOutside(Secret secret, Look look) {
    Good known = entry.known();
    if (known == null) {
      return;
    }
    synchronized (this) {
      Base shown = instead(known.base());
      if (!shown.secret().version().equals(secret.version())) {
        return;
      }
      note(shown);
      offering = true;
      if (looking) {
        return;
      }
      looking = true;
    }
    tell();
    entry.showAgain();
    look.start(this);
  }

  // ---- looking for a better value -------------------------------------------------------------

  /** A fetch counts as anew only if it began after the last refusal. */
  synchronized long refusedAt() {
    return refusedAt;
  }

  /** Whether a leased credential may be replaced now; it may once per budget. */
  synchronized boolean mayReplaceLease() {
    long now = core.now();
    Long last = leaseReplacedAt;
    if (last != null && Nanos.isBefore(now, Nanos.plus(last, core.settings.callBudget()))) {
      return false;
    }
    leaseReplacedAt = now;
    return true;
  }

  /** Whether the candidates are still to be asked for in this doubt; each of them is, once. */
  synchronized boolean asksCandidates(Base current) {
    boolean ask = !candidatesAsked && refusals.knows(current);
    candidatesAsked |= ask;
    return ask;
  }

  /** The look is over; what it found is tried next. */
  void looked(List<Base> found) {
    Good known = entry.known();
    synchronized (this) {
      candidates.addAll(found);
      looking = false;
      lookAt = Nanos.plus(core.now(), BETWEEN_LOOKS);
      if (offering && known != null && refusals.knows(known.base())) {
        instead = nextCandidate();
        insteadOf = known.base().generation();
        insteadProven = false;
      }
      offering = false;
    }
    tell();
    entry.showAgain();
  }

  /** Wakes all who wait, to look again. */
  void tell() {
    Signal told;
    synchronized (this) {
      told = news;
      news = new Signal();
    }
    told.set();
  }

  void close() {
    tell();
  }

  static Failure exhausted() {
    return Failure.of(
        ErrorCode.TIMEOUT,
        "the secret was refused by what it opens, and no better one was found within the budget");
  }
}
