package dev.keyturn.aws;

import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The HTTP client of one store: the SDK's plain one, whose calls end with the fetch they belong to and
 * with the store. It takes nothing from what the process has set for all its connections (host names
 * that are not checked, caches), and leaves the SDK no proxy to find.
 */
final class HttpCalls implements SdkHttpClient {
  private final StoreContext context;
  private final TimeSource time;
  private final @Nullable X509TrustManager trust;
  private final SdkHttpClient plain = UrlConnectionHttpClient.create(this::connection);
  private final Set<HttpCall> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable ProxySelector proxies;
  private @Nullable SSLSocketFactory sockets;
  private volatile boolean closed;

  HttpCalls(StoreContext context) throws StoreException {
    this.context = context;
    this.time = context.time();
    this.trust = context.trust().orElse(null);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new HttpCall(plain.prepareRequest(request), request.httpRequest(), context, this);
  }

  @Override
  public String clientName() {
    return plain.clientName();
  }

  /** Reads what is said of proxies, which for a service on this machine is nobody's concern. */
  synchronized ProxySelector proxies() throws StoreException {
    if (proxies == null) {
      proxies = context.proxies();
    }
    return proxies;
  }

  private Proxy proxy(URI address) {
    if (AwsAddress.isLoopback(address)) {
      return Proxy.NO_PROXY;
    }
    try {
      return proxies().select(address).get(0);
    } catch (StoreException e) {
      throw new LoginFailed(e); // the store's own calls go to this machine: it is one of a login
    }
  }

  void begin(HttpCall call) throws HttpFault {
    underWay.add(call);
    if (closed) {
      end(call);
      throw new HttpFault(HttpFault.Kind.CLOSED, null);
    }
  }

  void end(HttpCall call) {
    underWay.remove(call);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(call -> time.execute(() -> call.end(HttpFault.Kind.CLOSED)));
  }

  private HttpURLConnection connection(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy(uri));
      int millis = (int) Math.min(Deadline.current().left().toMillis(), Integer.MAX_VALUE);
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setUseCaches(false);
      if (connection instanceof HttpsURLConnection https) {
        https.setSSLSocketFactory(sockets());
        // asked only when the certificate is for another host
        https.setHostnameVerifier((host, session) -> false);
      }
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One for all calls: the JDK keeps a connection open only for the same factory. */
  private synchronized SSLSocketFactory sockets() throws IOException {
    if (sockets == null) {
      try {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust == null ? null : new TrustManager[] {trust}, null);
        sockets = tls.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IOException("the JDK offers no TLS", e);
      }
    }
    return sockets;
  }
}
