package dev.keyturn.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.TimeSource;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The HTTP client of one store, for its vault and for its logins: the SDK's plain one, whose calls end
 * with the fetch they belong to and with the store.
 */
final class HttpCalls implements AutoCloseable {
  /** What a call that was ended throws afterwards is of interest to nobody; Reactor would log it. */
  private static final String DROPPED = "reactor.onErrorDropped.local";

  private final StoreContext context;
  private final TimeSource time;
  private final Connections connections;
  private final Set<Running> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpCalls(StoreContext context, Connections connections) {
    this.context = context;
    this.time = context.time();
    this.connections = connections;
  }

  /**
   * Makes the client that a part of the SDK is given.
   *
   * @param reading looks at each answer before the SDK, and before whatever the SDK logs
   */
  HttpClient client(UnaryOperator<WholeAnswer> reading) {
    return new Client(reading);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(Running::end);
    connections.close();
  }

  private WholeAnswer send(HttpRequest request) {
    Deadline deadline = Deadline.current();
    URI address = URI.create(request.getUrl().toString());
    if (deadline.isOver()) {
      throw overdue(address);
    }
    Running call = new Running(connections
        .client()
        .send(request)
        .flatMap(WholeAnswer::of)
        .contextWrite(quiet -> quiet.put(DROPPED, (Consumer<Throwable>) dropped -> {}))
        .toFuture());
    underWay.add(call);
    if (closed) {
      call.end();
    }
    TimeSource.Timer timer = time.schedule(deadline.left(), () -> time.execute(call::end));
    try {
      WholeAnswer answer = call.await(address);
      deadline.answered(answer.getStatusCode(), answer.getHeaders());
      return answer;
    } finally {
      timer.cancel();
      underWay.remove(call);
    }
  }

  private HttpFault overdue(URI address) {
    return new HttpFault(context.unreached(address, new SocketTimeoutException()));
  }

  /** One call. */
  private final class Running {
    private final CompletableFuture<WholeAnswer> answer;

    private Running(CompletableFuture<WholeAnswer> answer) {
      this.answer = answer;
    }

    private void end() {
      answer.cancel(true);
    }

    private WholeAnswer await(URI address) {
      try {
        time.await(answer);
        return answer.join();
      } catch (InterruptedException e) {
        end();
        throw new LoginFailed(e);
      } catch (CancellationException e) {
        throw closed ? new HttpFault(HttpFault.Kind.CLOSED) : overdue(address);
      } catch (CompletionException e) {
        HttpFault known = HttpFault.among(e);
        throw known == null ? new HttpFault(context.unreached(address, e)) : known;
      }
    }
  }

  private final class Client implements HttpClient {
    private final UnaryOperator<WholeAnswer> reading;

    private Client(UnaryOperator<WholeAnswer> reading) {
      this.reading = reading;
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
      return reading.apply(HttpCalls.this.send(request));
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }
  }
}
