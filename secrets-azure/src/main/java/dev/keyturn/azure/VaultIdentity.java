package dev.keyturn.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whose token the store's calls bear. One login at a time, on a thread of its own, so that each who waits
 * for it has a deadline of his own; it begins before the old token ends. A login that is refused is
 * dropped, and made anew.
 */
final class VaultIdentity implements TokenCredential {
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration SPARE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration UNKNOWN = Duration.ofMinutes(10);
  private static final Duration RENEWAL = Duration.ofSeconds(30);

  private final TimeSource time;
  private final AzureLogins logins;
  private final LoginFailures failures;
  private @Nullable TokenCredential credential;
  private @Nullable Session session;
  private @Nullable Login running;
  private long nextRenewal;

  /** A token, what it was asked for, and how long it lives by a clock that nobody sets. */
  private record Session(String wanted, AccessToken token, long start, Duration lifetime) {
    Duration left(long now) {
      return lifetime.minusNanos(now - start);
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

  VaultIdentity(TimeSource time, AzureLogins logins) {
    this.time = time;
    this.logins = logins;
    this.failures = new LoginFailures(logins.choice());
    this.nextRenewal = time.nanos();
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext wanted) {
    return Mono.fromCallable(() -> getTokenSync(wanted));
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext wanted) {
    Deadline deadline = Deadline.current();
    try {
      AccessToken token = token(wanted, deadline);
      deadline.used(token);
      return token;
    } catch (StoreException e) {
      throw new LoginFailed(e);
    } catch (InterruptedException e) {
      throw new LoginFailed(e);
    }
  }

  private AccessToken token(TokenRequestContext wanted, Deadline deadline)
      throws StoreException, InterruptedException {
    String key = key(wanted);
    Login login;
    synchronized (this) {
      Session known = session;
      if (known != null && known.wanted().equals(key)) {
        Duration left = known.left(time.nanos());
        if (left.compareTo(SPARE) > 0) {
          if (left.compareTo(known.ahead()) < 0) {
            renew(wanted, key);
          }
          return known.token();
        }
      }
      login = join(wanted, key, deadline);
    }
    return login.await(deadline);
  }

  private static String key(TokenRequestContext wanted) {
    return wanted.getTenantId() + " " + wanted.getScopes() + " " + wanted.getClaims();
  }

  /** Holds the monitor. While the old token holds, a failure harms nobody. */
  private void renew(TokenRequestContext wanted, String key) throws StoreException {
    if (time.nanos() - nextRenewal >= 0 && (running == null || running.isOver())) {
      nextRenewal = time.nanos() + PAUSE.toNanos();
      start(wanted, key, RENEWAL);
    }
  }

  /** Holds the monitor. A login whose own time is over is not waited for any more. */
  private Login join(TokenRequestContext wanted, String key, Deadline deadline)
      throws StoreException {
    Login known = running;
    return known != null && known.wanted.equals(key) && !known.isOver()
        ? known
        : start(wanted, key, deadline.left());
  }

  private Login start(TokenRequestContext wanted, String key, Duration timeout)
      throws StoreException {
    TokenCredential used = credential();
    Login login = new Login(key, time.nanos() + timeout.toNanos());
    running = login;
    time.execute(() -> login.run(used, wanted, timeout));
    return login;
  }

  private TokenCredential credential() throws StoreException {
    if (credential == null) {
      try {
        credential = logins.credential();
      } catch (RuntimeException e) {
        throw new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            "the Azure SDK makes no credential of these settings and variables (AZURE_…)",
            e);
      }
    }
    return credential;
  }

  private synchronized void succeeded(Login login, AccessToken token, long start) {
    session = new Session(login.wanted, token, start, lifetime(token));
    end(login);
  }

  private synchronized void failed(Login login, TokenCredential used) {
    if (credential == used) {
      credential = null;
    }
    end(login);
  }

  private void end(Login login) {
    if (running == login) {
      running = null;
    }
  }

  /** The SDK tells the end by the wall clock, which may have been set since. */
  private Duration lifetime(AccessToken token) {
    Instant end = token.getExpiresAt().toInstant();
    Duration lifetime = Duration.between(time.instant(), end);
    return lifetime.isNegative() || lifetime.compareTo(LONGEST) > 0 ? UNKNOWN : lifetime;
  }

  /** Drops the token with which a call went out, unless somebody else already has. */
  synchronized void drop(@Nullable AccessToken used) {
    if (used != null && session != null && session.token() == used) {
      session = null;
      credential = null;
    }
  }

  /** One exchange. */
  private final class Login {
    private final String wanted;
    private final long end;
    private final CompletableFuture<AccessToken> token = new CompletableFuture<>();
    private volatile @Nullable StoreException failure;

    private Login(String wanted, long end) {
      this.wanted = wanted;
      this.end = end;
    }

    private boolean isOver() {
      return time.nanos() - end >= 0;
    }

    private void run(TokenCredential used, TokenRequestContext asked, Duration timeout) {
      long start = time.nanos();
      try {
        AccessToken made = Deadline.within(time, timeout, deadline -> ask(used, asked, deadline));
        succeeded(this, made, start);
        token.complete(made);
      } catch (StoreException e) {
        fail(used, e);
      } catch (InterruptedException e) {
        fail(used, new StoreException(ErrorCode.UNAVAILABLE, "the login was ended", e));
      }
    }

    private void fail(TokenCredential used, StoreException why) {
      failed(this, used);
      failure = why;
      token.completeExceptionally(why);
    }

    private AccessToken ask(TokenCredential used, TokenRequestContext asked, Deadline deadline)
        throws StoreException, InterruptedException {
      try {
        return used.getTokenSync(asked);
      } catch (RuntimeException e) {
        throw failures.of(e, deadline, time.instant());
      }
    }

    private AccessToken await(Deadline deadline) throws StoreException, InterruptedException {
      CompletableFuture<Boolean> seen = token.handle((made, why) -> true);
      TimeSource.Timer timer = time.schedule(deadline.left(), () -> seen.complete(false));
      try {
        time.await(seen);
      } finally {
        timer.cancel();
      }
      if (failure != null) {
        throw failure;
      }
      AccessToken made = token.getNow(null);
      if (made == null) {
        throw new StoreException(
            ErrorCode.TIMEOUT, failures.place() + " gave no token within the deadline");
      }
      return made;
    }
  }
}
