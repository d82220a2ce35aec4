package dev.keyturn.aws;

import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The HTTP client of one store: the SDK's plain one, whose calls end with the fetch they belong to and
 * with the store. It takes nothing from what the process has set for all its connections (host names
 * that are not checked, caches).
 */
final class HttpCalls implements SdkHttpClient {
  private final TimeSource time;
  private final SdkHttpClient plain = UrlConnectionHttpClient.create(this::connection);
  private final Set<HttpCall> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable SSLSocketFactory sockets;
  private volatile boolean closed;

  HttpCalls(TimeSource time) {
    this.time = time;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new HttpCall(plain.prepareRequest(request), Deadline.current(), time, this);
  }

  @Override
  public String clientName() {
    return plain.clientName();
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
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      int millis = (int) Math.min(Deadline.current().left().toMillis(), Integer.MAX_VALUE);
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setUseCaches(false);
      if (connection instanceof HttpsURLConnection https) {
        https.setSSLSocketFactory(sockets());
        // asked only when the certificate is for another host
        https.setHostnameVerifier((host, session) -> {
          Deadline.current().metStrangeHost();
          return false;
        });
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
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        sockets = context.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IOException("the JDK offers no TLS", e);
      }
    }
    return sockets;
  }
}
