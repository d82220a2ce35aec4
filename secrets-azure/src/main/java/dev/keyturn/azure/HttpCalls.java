package dev.keyturn.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.keyturn.spi.TimeSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The HTTP client of one store, for its vault and for its logins: the SDK's plain one, whose calls end
 * with the fetch they belong to and with the store.
 */
final class HttpCalls implements AutoCloseable {
  private final TimeSource time;
  private final Connections connections;
  private final Set<Running> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpCalls(TimeSource time, Connections connections) {
    this.time = time;
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
    underWay.forEach(call -> call.end(HttpFault.Kind.CLOSED));
    connections.close();
  }

  private WholeAnswer send(HttpRequest request) {
    Deadline deadline = Deadline.current();
    if (deadline.isOver()) {
      throw new HttpFault(HttpFault.Kind.OVERDUE, null);
    }
    Running call =
        new Running(connections.client().send(request).flatMap(WholeAnswer::of).toFuture());
    underWay.add(call);
    if (closed) {
      call.end(HttpFault.Kind.CLOSED);
    }
    TimeSource.Timer timer =
        time.schedule(deadline.left(), () -> time.execute(() -> call.end(HttpFault.Kind.OVERDUE)));
    try {
      WholeAnswer answer = call.await(time);
      deadline.answered(answer.getStatusCode(), answer.getHeaders());
      return answer;
    } finally {
      timer.cancel();
      underWay.remove(call);
    }
  }

  /** One call. Who ends it says why. */
  private static final class Running {
    private final CompletableFuture<WholeAnswer> answer;
    private volatile HttpFault.Kind ended = HttpFault.Kind.BROKEN;

    private Running(CompletableFuture<WholeAnswer> answer) {
      this.answer = answer;
    }

    private void end(HttpFault.Kind why) {
      ended = why;
      answer.cancel(true);
    }

    private WholeAnswer await(TimeSource time) {
      try {
        time.await(answer);
        return answer.join();
      } catch (InterruptedException e) {
        answer.cancel(true);
        throw new LoginFailed(e);
      } catch (CompletionException e) {
        throw HttpFault.of(e);
      } catch (RuntimeException e) {
        throw new HttpFault(ended, e); // it was cancelled
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
