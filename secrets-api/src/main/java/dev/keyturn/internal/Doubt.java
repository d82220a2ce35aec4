package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import java.time.Duration;
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
  private static final Duration LOGIN = Duration.ofSeconds(5);

  /** However late a resource refuses, nobody waits longer for it. */
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(30);

  private final Core core;
  private final Entry entry;
  private final Refusals refusals = new Refusals();
  private final Candidates candidates = new Candidates();
  private Duration login = LOGIN;

  /** Counts what was learnt. An outcome of a turn that began before has nothing new to say. */
  private int belief;

  private long proven = -1;
  private @Nullable Instead instead;
  private @Nullable Turn trial;
  private boolean looking;
  private boolean looksFirst;
  private boolean offering;
  private long lookAt;
  private long lookBegan;
  private long lookSince;
  private @Nullable Long leaseReplacedAt;
  private boolean closed;
  private Signal news = new Signal();

  Doubt(Core core, Entry entry) {
    this.core = core;
    this.entry = entry;
  }

  /** Another version that is given out as long as the store's current one is of that generation. */
  private record Instead(Base base, long of, boolean works) {}

  /** What a live secret shows: a candidate that works or is offered, else the store's current value. */
  synchronized Base instead(Base current) {
    Instead other = insteadOf(current);
    return other == null ? current : other.base();
  }

  private @Nullable Instead insteadOf(Base current) {
    Instead other = instead;
    return other != null && other.of() == current.generation() ? other : null;
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
   * @throws dev.keyturn.model.SecretsException CLOSED
   */
  @Nullable
  Turn take(Look look, long deadline) throws InterruptedException {
    while (true) {
      Base known = entry.usable();
      if (known == null) {
        return null;
      }
      Next next = next(known, deadline);
      if (next instanceof Next.Try leave) {
        return leave.turn();
      }
      Next.Wait wait = (Next.Wait) next;
      if (wait.look()) {
        look.start(this);
      }
      if (!Nanos.isBefore(core.now(), deadline)) {
        return nothingAgainst(known);
      }
      wait.news().await(core.time, Nanos.until(wait.until(), core.now()));
    }
  }

  private synchronized Next next(Base current, long deadline) {
    if (closed) {
      throw Failure.CLOSED.toException(entry.ref);
    }
    Instead other = insteadOf(current);
    if (other != null && other.works()) {
      return new Next.Try(turn(other.base(), true, current.generation()));
    }
    if (other == null && proven == current.generation()) {
      return new Next.Try(turn(current, false, current.generation()));
    }
    return inDoubt(current, other, deadline);
  }

  private Next inDoubt(Base current, @Nullable Instead offered, long deadline) {
    long now = core.now();
    long openAt = trial != null ? deadline : refusals.openAt(now);
    if (Nanos.isBefore(now, openAt) || trial != null) {
      return waitUntil(Nanos.earlier(openAt, deadline));
    }
    if (!looksFirst && !refusals.knows(current)) {
      return tried(current, false, current.generation());
    }
    if (looksNow(now)) {
      return new Next.Wait(news, Nanos.earlier(lookAt, deadline), true);
    }
    if (looking && Nanos.isBefore(now, lookAt)) {
      return waitUntil(Nanos.earlier(lookAt, deadline));
    }
    return again(current, offered, deadline);
  }

  /** The store has nothing new: a candidate, else the refused value when its pause is over. */
  private Next again(Base current, @Nullable Instead offered, long deadline) {
    long on = current.generation();
    Base candidate = offered != null ? offered.base() : candidates.next(on, refusals);
    if (candidate != null) {
      return tried(candidate, true, on);
    }
    long now = core.now();
    long nextAt = refusals.nextAt(current, now);
    if (!Nanos.isBefore(now, nextAt)) {
      return tried(current, false, on);
    }
    long until = looking ? nextAt : Nanos.earlier(nextAt, lookAt);
    return waitUntil(Nanos.earlier(until, deadline));
  }

  /** True for the one who is to look at the store, now and then while somebody waits. */
  private boolean looksNow(long now) {
    if (looking || Nanos.isBefore(now, lookAt)) {
      return false;
    }
    looking = true;
    lookBegan = core.moment();
    lookAt = Nanos.plus(now, BETWEEN_LOOKS); // nobody waits longer for the outcome either
    return true;
  }

  private Next waitUntil(long until) {
    return new Next.Wait(news, until, false);
  }

  private Turn turn(Base base, boolean candidate, long on) {
    return new Turn(base, candidate, on, core.now(), belief);
  }

  private Next tried(Base base, boolean candidate, long on) {
    Turn turn = turn(base, candidate, on);
    trial = turn;
    turn.end = core.time.schedule(login, () -> accepted(turn));
    return new Next.Try(turn);
  }

  /** Nothing was refused and others only take their time: no reason not to try what there is. */
  private synchronized @Nullable Turn nothingAgainst(Base current) {
    return refusals.isEmpty(core.now()) ? turn(current, false, current.generation()) : null;
  }

  // ---- outcomes -------------------------------------------------------------------------------

  /** The action succeeded, or runs for so long that it must have been let in. */
  void accepted(Turn turn) {
    synchronized (this) {
      if (!endTrial(turn)) {
        return;
      }
      believe(turn);
      refusals.forgetValues();
      candidates.forget();
    }
    tell();
    entry.showAgain();
  }

  private void believe(Turn turn) {
    turn.belief = ++belief;
    instead = turn.candidate ? new Instead(turn.base, turn.on, true) : null;
    proven = turn.candidate ? proven : turn.base.generation();
  }

  private boolean endTrial(Turn turn) {
    if (trial != turn) {
      return false;
    }
    trial = null;
    if (turn.end != null) {
      turn.end.cancel();
    }
    return true;
  }

  /**
   * The value was refused. Only a value that is believed, or on trial, can be: actions that were under
   * way when the first refusal came back have nothing new to say.
   */
  void refused(Turn turn) {
    synchronized (this) {
      if (!endTrial(turn) && turn.belief != belief) {
        return;
      }
      learn(Nanos.until(core.now(), turn.since));
      note(turn.base);
      looksFirst =
          turn.candidate; // what it stood in for was refused before it, and may be outdated
    }
    tell();
    entry.showAgain();
  }

  /** Who refuses late is given longer the next time before that is taken for having accepted. */
  private void learn(Duration took) {
    Duration twice = took.compareTo(LONGEST_LOGIN) < 0 ? took.multipliedBy(2) : LONGEST_LOGIN;
    Duration most = twice.compareTo(LONGEST_LOGIN) < 0 ? twice : LONGEST_LOGIN;
    login = most.compareTo(LOGIN) > 0 ? most : LOGIN;
  }

  private void note(Base refused) {
    long now = core.now();
    refusals.add(refused, now);
    belief++;
    instead = null;
    proven = -1;
    lookSince = core.moment();
    lookAt = now;
  }

  /**
   * The action failed for another reason. Mostly that is after the login; so unless something was refused
   * of late nobody has to wait in line for the next to find out.
   */
  void undecided(Turn turn) {
    synchronized (this) {
      if (!endTrial(turn)) {
        return;
      }
      if (!turn.candidate && refusals.isEmpty(core.now())) {
        proven = turn.base.generation();
      }
    }
    tell();
  }

  /** A caller who looks after itself says that a value was refused; offers another one next. */
  void refusedOutside(Secret secret, Look look) {
    Base current = entry.usable();
    if (current == null) {
      return;
    }
    boolean looks;
    synchronized (this) {
      Base shown = instead(current);
      if (!isOf(secret, shown)) {
        return;
      }
      if (refusals.isOpen(shown, core.now())) {
        note(shown);
        offer(current);
      }
      looks = looksNow(core.now());
    }
    tell();
    entry.showAgain();
    if (looks) {
      look.start(this);
    }
  }

  private boolean isOf(Secret secret, Base shown) {
    return secret.ref().withoutField().equals(entry.ref)
        && secret.version().equals(shown.secret().version());
  }

  /** Gives out the next candidate; as soon as there is one, if there is none yet. */
  private void offer(Base current) {
    Base candidate = candidates.next(current.generation(), refusals);
    offering = candidate == null;
    instead = candidate == null ? null : new Instead(candidate, current.generation(), false);
  }

  // ---- looking for a better value -------------------------------------------------------------

  /** Only a fetch that began after this moment, that of the last refusal or look, counts as anew. */
  synchronized long lookSince() {
    return lookSince;
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

  /** Whether the candidates are still to be asked for; they are once for each version refused. */
  synchronized boolean asksCandidates(Base current) {
    return refusals.knows(current) && candidates.ask(current.generation());
  }

  /** The look is over; what it found is tried next. */
  void looked(List<Base> found) {
    Base current = entry.usable();
    synchronized (this) {
      candidates.add(found);
      looking = false;
      looksFirst = false;
      boolean outdated = lookSince > lookBegan; // something was refused meanwhile
      lookAt = outdated ? core.now() : Nanos.plus(core.now(), BETWEEN_LOOKS);
      lookSince = outdated ? lookSince : core.moment();
      if (offering && current != null && refusals.knows(current)) {
        offer(current);
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
    synchronized (this) {
      closed = true;
    }
    tell();
  }

  static Failure exhausted() {
    return Failure.of(
        ErrorCode.TIMEOUT,
        "the secret was refused by what it opens, and no better one was found within the budget");
  }
}
