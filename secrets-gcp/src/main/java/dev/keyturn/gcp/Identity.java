package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Who the store is: one login, made at the first need, and another when it is no longer accepted. */
final class Identity {
  private final Way way;
  private final AtomicReference<@Nullable Login> current = new AtomicReference<>();

  /** One way to log in. */
  interface Way {
    /** Makes a login; may ask the network what this machine is. */
    Login open() throws IOException, StoreException, InterruptedException;

    /** {@return what a person can do when it is refused, or when there is none} */
    String advice();

    /** {@return the way, for people} */
    String describe();
  }

  /** What was made. */
  @FunctionalInterface
  interface Login {
    /** Gives what a request has to bear, asked for anew where it comes to its end. */
    Map<String, List<String>> headers(URI address) throws IOException;
  }

  Identity(Way way) {
    this.way = way;
  }

  /** What a request has to bear. */
  Map<String, List<String>> headers(URI address) throws LoginFailed, InterruptedException {
    try {
      Login login = login();
      Deadline.current().use(login);
      return login.headers(address);
    } catch (IOException | StoreException | RuntimeException e) {
      throw new LoginFailed(failure(e));
    }
  }

  private Login login() throws IOException, StoreException, InterruptedException {
    Login known = current.get();
    if (known != null) {
      return known;
    }
    Login opened = way.open();
    Login first = current.compareAndExchange(null, opened);
    return first == null ? opened : first;
  }

  private StoreException failure(Exception failure) throws InterruptedException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      if (cause instanceof StoreException known) {
        return known;
      }
      if (cause instanceof HttpFault fault) {
        return GcpFailures.ofConnection(fault, "the login at Google", failure);
      }
    }
    return new StoreException(ErrorCode.UNAUTHENTICATED, way.advice(), failure);
  }

  /** Drops the login with which a call went out, unless somebody else already has. */
  void drop(@Nullable Object used) {
    Login login = current.get();
    if (login != null && login.equals(used)) {
      current.compareAndSet(login, null);
    }
  }

  String advice() {
    return way.advice();
  }

  String describe() {
    return way.describe();
  }
}
