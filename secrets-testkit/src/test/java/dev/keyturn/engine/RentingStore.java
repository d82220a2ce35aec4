package dev.keyturn.engine;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store that makes a new credential at each read, as a database engine of Vault does. */
final class RentingStore implements LeasingStore {
  static final Duration HOUR = Duration.ofHours(1);

  private final TimeSource time;
  private final Deque<Object> grants = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private @Nullable CompletableFuture<Void> held;
  private @Nullable CompletableFuture<Void> revocation;
  private @Nullable ErrorCode refusal;
  private Duration duration = HOUR;
  private boolean renewable = true;
  private boolean sameAgain;
  private boolean loggedIn;
  private @Nullable ErrorCode logOutRefusal;
  private int made;

  RentingStore(TimeSource time) {
    this.time = time;
  }

  /** The next renewals are answered so. */
  synchronized void grantNext(Duration... durations) {
    grants.addAll(List.of(durations));
  }

  /** The next renewals fail so. */
  synchronized void failNext(ErrorCode... codes) {
    grants.addAll(List.of(codes));
  }

  synchronized void lease(Duration newDuration, boolean newRenewable) {
    duration = newDuration;
    renewable = newRenewable;
  }

  /** Gives the last credential again, as a proxy with a cache of its own does. */
  synchronized void sameAgain() {
    sameAgain = true;
  }

  /** Lets fetches wait, deaf to interrupts, until the returned future is completed. */
  synchronized CompletableFuture<Void> holdFetches() {
    held = new CompletableFuture<>();
    return held;
  }

  /** Lets revocations wait until the returned future is completed. */
  synchronized CompletableFuture<Void> holdRevocations() {
    revocation = new CompletableFuture<>();
    return revocation;
  }

  synchronized void refuseToRevoke(ErrorCode code) {
    refusal = code;
  }

  /** Has a login of its own, on which all leases hang that it makes. */
  synchronized void logIn() {
    loggedIn = true;
  }

  synchronized void refuseToLogOut(ErrorCode code) {
    logOutRefusal = code;
  }

  /** What was asked, in order. */
  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized long count(String event) {
    return events.stream().filter(e -> e.startsWith(event)).count();
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout) {
    CompletableFuture<Void> hold;
    StoredSecret answer;
    synchronized (this) {
      made = sameAgain ? made : made + 1;
      events.add("fetch " + made);
      Lease lease = new Lease("lease-" + made, duration, renewable);
      answer = StoredSecret.of("user-" + made).withLease(lease);
      hold = held;
    }
    if (hold != null) {
      awaitStubbornly(hold);
    }
    return answer;
  }

  private void awaitStubbornly(CompletableFuture<Void> hold) {
    while (!hold.isDone()) {
      try {
        time.await(hold);
      } catch (InterruptedException e) {
        // some clients do not mind
      }
    }
  }

  @Override
  public synchronized Lease renew(Lease lease, Duration wanted, Duration timeout)
      throws StoreException {
    events.add("renew " + lease.id() + " for " + wanted);
    Object grant = grants.isEmpty() ? wanted : grants.poll();
    if (grant instanceof ErrorCode code) {
      throw new StoreException(code, "not renewed");
    }
    return new Lease(lease.id(), (Duration) grant, true);
  }

  @Override
  public void revoke(Lease lease, Duration timeout) throws StoreException, InterruptedException {
    CompletableFuture<Void> wait;
    synchronized (this) {
      events.add("revoke " + lease.id());
      if (refusal != null) {
        throw new StoreException(refusal, "needs update on sys/leases/revoke");
      }
      wait = revocation;
    }
    if (wait != null) {
      time.await(wait);
    }
  }

  @Override
  public synchronized Collection<Lease> logOut(Collection<Lease> leases, Duration timeout)
      throws StoreException {
    if (!loggedIn) {
      return leases;
    }
    events.add("log out with " + leases.size());
    if (logOutRefusal != null) {
      throw new StoreException(logOutRefusal, "the login lives on");
    }
    return List.of();
  }

  @Override
  public synchronized void close() {
    events.add("close");
  }
}
