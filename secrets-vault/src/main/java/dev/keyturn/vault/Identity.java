package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one login of a store. One thread logs in, and what comes of it is the others' too; while a token
 * holds, a failure to renew or replace it harms nobody.
 *
 * <p>No timer keeps it alive: each use looks whether it is due, and a lease that hangs on it is never said
 * to live longer than it does, so that its renewal is such a use.
 */
final class Identity {
  private static final Duration AHEAD = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Login login;
  private final Tokens tokens;
  private final Consumer<Session> lost;
  private final TimeSource time;
  private final ReentrantLock asking = new ReentrantLock();

  /** Those we made and have replaced since; leases may still hang on them. */
  private final List<Session> replaced = new CopyOnWriteArrayList<>();

  private final AtomicReference<@Nullable Session> current = new AtomicReference<>();

  /** How the last attempt failed that did. */
  private volatile @Nullable StoreException failed;

  private volatile long quietUntil;
  private volatile boolean loggedOut;

  /**
   * Makes the identity.
   *
   * @param lost told of a session that the server does not know any more
   */
  Identity(Login login, Tokens tokens, TimeSource time, Consumer<Session> lost) {
    this.login = login;
    this.lost = lost;
    this.tokens = tokens;
    this.time = time;
    this.quietUntil = time.nanos();
  }

  /** The session to read with. */
  Session session(Deadline deadline) throws StoreException, InterruptedException {
    return session(deadline, false);
  }

  /** The session to read what may come with a lease. */
  Session sessionToLease(Deadline deadline) throws StoreException, InterruptedException {
    return session(deadline, true);
  }

  private Session session(Deadline deadline, boolean leasing)
      throws StoreException, InterruptedException {
    Session known = current.get();
    if (known == null || known.isOver(time.nanos())) {
      return await(known, deadline);
    }
    if (isStale(known, leasing) && asking.tryLock()) {
      try {
        return freshened(known, leasing, deadline);
      } finally {
        asking.unlock();
      }
    }
    return known;
  }

  private boolean isStale(Session known, boolean leasing) throws InterruptedException {
    long now = time.nanos();
    return now - quietUntil >= 0
        && (known.isDue(now)
            || (known.isOwn() && isFading(known, leasing, now))
            || login.isOutdated());
  }

  private static boolean isFading(Session known, boolean leasing, long now) {
    return known.isFading(now) || (leasing && known.isTooShortToLease(now));
  }

  /** Holds the lock. */
  private Session freshened(Session known, boolean leasing, Deadline deadline)
      throws InterruptedException {
    Session latest = current.get();
    if (latest == null || !latest.equals(known)) {
      return latest == null ? known : latest;
    }
    Deadline ahead = deadline.within(shorter(deadline.half(), AHEAD));
    try {
      if (known.isDue(time.nanos())) {
        tokens.renew(known, ahead);
      }
      boolean fading = known.isOwn() && isFading(known, leasing, time.nanos());
      return login.isOutdated() || fading ? replace(known, ahead) : known;
    } catch (StoreException e) {
      quietUntil = time.nanos() + PAUSE.toNanos();
      return known;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Session await(@Nullable Session old, Deadline deadline)
      throws StoreException, InterruptedException {
    StoreException before = failed;
    if (loggedOut) {
      throw Wire.closed();
    }
    asking.lockInterruptibly();
    try {
      Session latest = current.get();
      if (latest != null && !latest.equals(old) && !latest.isOver(time.nanos())) {
        return latest;
      }
      StoreException meanwhile = failed;
      if (meanwhile != null && meanwhile != before) {
        throw meanwhile; // of the attempt that we waited for: many more would lock an account
      }
      return replace(old, deadline);
    } finally {
      asking.unlock();
    }
  }

  /** Holds the lock. */
  private Session replace(@Nullable Session old, Deadline deadline)
      throws StoreException, InterruptedException {
    try {
      Session made = login.open(deadline);
      current.set(made);
      if (loggedOut && made.isOwn()) {
        revoke(made, deadline); // the end came by meanwhile
        throw Wire.closed();
      }
      if (old != null && old.isOwn() && !old.isOver(time.nanos())) {
        replaced.add(old);
      }
      replaced.removeIf(session -> session.isOver(time.nanos()));
      return made;
    } catch (StoreException e) {
      failed = e;
      throw e;
    }
  }

  /**
   * Finds out why a request was refused.
   *
   * @return whether the server still knows the session, so that the refusal was about the request
   */
  boolean isKnown(Session used, Deadline deadline) throws StoreException, InterruptedException {
    if (!used.isOver(time.nanos()) && tokens.isKnown(used, deadline)) {
      return true;
    }
    lose(used);
    return false;
  }

  private void lose(Session used) {
    used.lose();
    current.compareAndSet(used, null);
    lost.accept(used);
  }

  /** The failure of a request whose session turned out to be gone. */
  static StoreException gone() {
    return new StoreException(
        ErrorCode.UNAUTHENTICATED,
        "Vault does not know the token any more: it has expired, or was revoked");
  }

  /**
   * Ends every session that we made, and lets nobody log in again.
   *
   * @throws StoreException if one may still live; the others have been ended
   */
  void logOut(Deadline deadline) throws StoreException, InterruptedException {
    loggedOut = true;
    List<Session> own = new ArrayList<>(replaced);
    Session last = current.get();
    if (last != null) {
      own.add(last);
    }
    StoreException failure = null;
    for (Session session : own) {
      if (session.isOwn() && !session.isOver(time.nanos())) {
        failure = Optional.ofNullable(revoke(session, deadline)).orElse(failure);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Null if it is gone. */
  private @Nullable StoreException revoke(Session session, Deadline deadline)
      throws InterruptedException {
    try {
      tokens.revoke(session, deadline);
      lose(session);
      return null;
    } catch (StoreException e) {
      return e;
    }
  }

  String describe() {
    return login.describe();
  }
}
