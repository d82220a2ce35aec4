package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of a role, asked for anew before they end. One thread asks; while the old ones hold,
 * the others use them, and a failure to renew harms nobody. Who waits for the one that asks gets what it
 * gets, also a refusal.
 */
final class RoleCredentials implements AwsCredentialsProvider, AutoCloseable {
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration SPARE = Duration.ofSeconds(30);
  private static final Duration RENEWAL = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final TimeSource time;
  private final AutoCloseable base;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Session session;
  private volatile long nextRenewal;
  private volatile @Nullable StoreException refusal;

  /** The call that makes credentials. */
  @FunctionalInterface
  interface Exchange {
    Session run() throws StoreException, InterruptedException;
  }

  /** Credentials and how long they live, by a clock that nobody sets. */
  record Session(AwsCredentials credentials, long start, Duration lifetime) {
    long left(long now) {
      return lifetime.toNanos() - (now - start);
    }

    Duration ahead() {
      Duration third = lifetime.dividedBy(3);
      return third.compareTo(AHEAD) < 0 ? third : AHEAD;
    }

    @Override
    public String toString() {
      return "Session[" + lifetime + "]";
    }
  }

  RoleCredentials(Exchange exchange, TimeSource time) {
    this(exchange, time, () -> {});
  }

  /** With the other login that the exchange needs, which is closed with this one. */
  RoleCredentials(Exchange exchange, TimeSource time, AutoCloseable base) {
    this.exchange = exchange;
    this.time = time;
    this.base = base;
    this.nextRenewal = time.nanos();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Session known = session;
    try {
      if (known == null || known.left(time.nanos()) < SPARE.toNanos()) {
        return await(known);
      }
      if (known.left(time.nanos()) < known.ahead().toNanos() && asking.tryLock()) {
        return renew(known);
      }
      return known.credentials();
    } catch (StoreException e) {
      throw new LoginFailed(e);
    } catch (InterruptedException e) {
      throw new LoginFailed(e);
    }
  }

  private AwsCredentials await(@Nullable Session old) throws StoreException, InterruptedException {
    StoreException before = refusal;
    asking.lockInterruptibly();
    try {
      Session known = session;
      if (known != null && !known.equals(old)) {
        return known.credentials();
      }
      StoreException meanwhile = refusal;
      if (meanwhile != null && meanwhile != before) {
        throw meanwhile;
      }
      return askForAll();
    } finally {
      asking.unlock();
    }
  }

  /** A timeout is not for all: the next may have more time. */
  private AwsCredentials askForAll() throws StoreException, InterruptedException {
    try {
      return ask();
    } catch (StoreException e) {
      refusal = e.code() == ErrorCode.TIMEOUT ? null : e;
      throw e;
    }
  }

  /** Holds the lock on entry. */
  private AwsCredentials renew(Session old) throws InterruptedException {
    try {
      return time.nanos() - nextRenewal < 0
          ? old.credentials()
          : Deadline.within(time, shorter(Deadline.current().left().dividedBy(2)), this::ask);
    } catch (StoreException e) {
      nextRenewal = time.nanos() + PAUSE.toNanos();
      return old.credentials();
    } finally {
      asking.unlock();
    }
  }

  private static Duration shorter(Duration left) {
    return left.compareTo(RENEWAL) < 0 ? left : RENEWAL;
  }

  private AwsCredentials ask() throws StoreException, InterruptedException {
    Session made = exchange.run();
    session = made;
    refusal = null;
    return made.credentials();
  }

  @Override
  public void close() {
    ChainCredentials.closeQuietly(base);
  }
}
