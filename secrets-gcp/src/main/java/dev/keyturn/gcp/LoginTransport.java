package dev.keyturn.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.auth.http.HttpTransportFactory;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * What the SDK's credentials speak HTTP with. An address that a credential file names is held to the
 * same rule as every other, a server in trouble is asked once, and of a refusal the service's own words
 * are kept for the advice.
 */
final class LoginTransport extends HttpTransport implements HttpTransportFactory {
  private final StoreContext context;
  private final HttpCalls http;
  private final Map<String, URI> routes;
  private volatile ServiceError refusal = ServiceError.NONE;

  /**
   * A transport.
   *
   * @param routes other places for addresses that begin so
   */
  LoginTransport(StoreContext context, HttpCalls http, Map<String, URI> routes) {
    this.context = context;
    this.http = http;
    this.routes = routes;
  }

  @Override
  public HttpTransport create() {
    return this;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    return new LoginRequest(this, method, address(url));
  }

  private URI address(String url) throws IOException {
    try {
      for (Map.Entry<String, URI> route : routes.entrySet()) {
        if (url.startsWith(route.getKey() + "/")) {
          return URI.create(route.getValue() + url.substring(route.getKey().length()));
        }
      }
      URI address = URI.create(url);
      return MetadataServer.isAt(address)
          ? address
          : context.address("the address that the credentials name", url);
    } catch (StoreException | IllegalArgumentException e) {
      throw new LoginFailed(e);
    }
  }

  /**
   * Asks once: whatever the SDK would try again is no answer. It takes half of the time at most, since a
   * token that is renewed ahead of its end is still good for the call that follows.
   */
  HttpAnswer send(HttpAsk ask) throws IOException {
    HttpAnswer answer;
    try {
      answer = http.send(ask, Deadline.current().left().dividedBy(2));
    } catch (InterruptedException e) {
      throw new LoginFailed(e);
    }
    if (answer.status == 429) {
      throw new HttpFault(HttpFault.Kind.BUSY);
    }
    if (answer.status >= 500) {
      throw new HttpFault(HttpFault.Kind.OUT_OF_ORDER);
    }
    refusal = answer.status >= 400 ? ServiceError.of(answer) : ServiceError.NONE;
    return answer;
  }

  /** What the last answer refused, if it did. */
  ServiceError refusal() {
    return refusal;
  }
}
