package dev.keyturn.gcp;

import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * All HTTP of one store: to Secret Manager and to whoever gives out tokens. It takes nothing from what
 * the process has set for all its connections (host names that are not checked, caches, redirects).
 */
final class HttpCalls implements AutoCloseable {
  private final StoreContext context;
  private final Ways ways;
  private final SSLSocketFactory sockets;
  private final Set<HttpCall> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Chooses the way to an address. */
  @FunctionalInterface
  interface Ways {
    List<Proxy> to(URI address);
  }

  HttpCalls(StoreContext context, Ways ways) throws StoreException {
    this.context = context;
    this.ways = ways;
    this.sockets = sockets(context.trust().orElse(null));
  }

  /** One for all calls: the JDK keeps a connection open only for the same factory. */
  private static SSLSocketFactory sockets(@Nullable X509TrustManager trust) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust == null ? null : new TrustManager[] {trust}, null);
      return tls.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK offers no TLS", e);
    }
  }

  /** Sends a request and reads the answer, within the deadline of the fetch. */
  HttpAnswer send(HttpAsk ask) throws HttpFault, InterruptedException {
    return send(ask, Deadline.current().left());
  }

  HttpAnswer send(HttpAsk ask, Duration timeout) throws HttpFault, InterruptedException {
    if (timeout.toMillis() == 0) {
      throw new HttpFault(context.unreached(ask.address, new SocketTimeoutException()));
    }
    return new HttpCall(ask, this, context).run(timeout);
  }

  void begin(HttpCall call) throws HttpFault {
    underWay.add(call);
    if (closed) {
      throw new HttpFault(HttpFault.Kind.CLOSED);
    }
  }

  void end(HttpCall call) {
    underWay.remove(call);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(call -> call.end(new HttpFault(HttpFault.Kind.CLOSED)));
  }

  HttpURLConnection open(URI address, Duration timeout) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(way(address));
    int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(sockets);
      // asked only when the certificate is for another host
      https.setHostnameVerifier((host, session) -> false);
    }
    return connection;
  }

  private Proxy way(URI address) {
    if (MetadataServer.isAt(address)) {
      return Proxy.NO_PROXY;
    }
    List<Proxy> found = ways.to(address);
    return found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
  }
}
