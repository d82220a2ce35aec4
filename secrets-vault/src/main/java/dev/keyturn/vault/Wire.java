package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Sends one request at a time and reads its answer whole: within its deadline, or until the store closes. */
final class Wire implements AutoCloseable {
  private final StoreContext context;
  private final URI address;
  private final TimeSource time;
  private final Tls tls;
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable HttpClient client;
  private volatile boolean closed;

  Wire(VaultSettings settings, Tls tls) {
    this.context = settings.context();
    this.address = settings.address();
    this.time = context.time();
    this.tls = tls;
  }

  /**
   * Sends a request, once.
   *
   * @throws StoreException if no answer came: the service was not reached, or what it sent is none
   */
  HttpResponse<byte[]> send(HttpRequest request, Deadline deadline)
      throws StoreException, InterruptedException {
    if (deadline.isOver()) {
      throw new StoreException(ErrorCode.TIMEOUT, "the time was over before Vault was asked");
    }
    Exchange exchange = new Exchange(client().sendAsync(request, head -> new Body(Body.MAX_BYTES)));
    underWay.add(exchange);
    TimeSource.Timer timer = time.schedule(deadline.left(), () -> {
      exchange.overdue = true;
      time.execute(exchange::end);
    });
    try {
      if (closed) {
        exchange.end();
      }
      return exchange.answer.get();
    } catch (ExecutionException | CancellationException e) {
      throw failure(exchange, e);
    } finally {
      exchange.end(); // an interrupt leaves it under way
      timer.cancel();
      underWay.remove(exchange);
    }
  }

  private StoreException failure(Exchange exchange, Exception thrown) {
    if (closed) {
      return closed();
    }
    if (thrown.getCause() instanceof Body.TooLong) {
      return new StoreException(
          ErrorCode.MALFORMED, "the answer is longer than any of Vault", thrown);
    }
    Throwable why = exchange.overdue ? new SocketTimeoutException() : thrown;
    return context.unreached(address, why);
  }

  static StoreException closed() {
    return new StoreException(ErrorCode.CLOSED, "the store has been closed");
  }

  /** A request that waits for its answer. */
  private static final class Exchange {
    private final CompletableFuture<HttpResponse<byte[]>> answer;
    private volatile boolean overdue;

    private Exchange(CompletableFuture<HttpResponse<byte[]>> answer) {
      this.answer = answer;
    }

    private void end() {
      answer.cancel(true);
    }
  }

  /** Made at the first request: to load it takes its time, and a store may never be asked. */
  private synchronized HttpClient client() throws StoreException {
    if (closed) {
      throw closed();
    }
    if (client == null) {
      client = tls.client(time::execute);
    }
    return client;
  }

  /** Reads certificates and keys again before the next request: their files may be others by now. */
  synchronized void reload() {
    client = null;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(exchange -> time.execute(exchange::end));
    Object last;
    synchronized (this) {
      last = client;
      client = null;
    }
    if (last
        instanceof AutoCloseable closeable) { // from JDK 21 on; before, its thread ends unasked
      time.execute(() -> close(closeable));
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // it is not used any more
    }
  }
}
