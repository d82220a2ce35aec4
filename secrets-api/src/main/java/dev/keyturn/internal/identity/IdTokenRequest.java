package dev.keyturn.internal.identity;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One request to a CI system, made once. It follows no redirect: the bearer token in it is for one host.
 * It is over when the deadline is, however slowly the bytes drip.
 */
final class IdTokenRequest {
  private static final int MAX_BYTES = 64 * 1024;

  private final StoreContext context;
  private final TimeSource time;
  private final String system;
  private volatile boolean over;
  private boolean reading;

  /** It takes the way of the store that the token is for. */
  IdTokenRequest(StoreContext context, String system) {
    this.context = context;
    this.time = context.time();
    this.system = system;
  }

  /** What came back; the body of an answer that is no success is not read. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  Answer get(URI url, String bearer, Duration timeout) throws StoreException {
    Proxy proxy = context.proxies().select(url).get(0);
    Optional<X509TrustManager> trust = context.trust();
    TimeSource.Timer timer = () -> {};
    try {
      HttpURLConnection connection = open(url, proxy, timeout);
      if (connection instanceof HttpsURLConnection https) {
        secure(https, trust);
      }
      timer = time.schedule(timeout, () -> time.execute(() -> end(connection)));
      connection.setRequestProperty("Authorization", "Bearer " + bearer);
      connection.setRequestProperty("Accept", "application/json");
      connection.connect(); // the next step would take a proxy's refusal for an answer
      return answer(connection);
    } catch (IOException | GeneralSecurityException e) {
      throw over ? overdue(e) : context.unreached(url, e);
    } finally {
      timer.cancel();
    }
  }

  private static HttpURLConnection open(URI url, Proxy proxy, Duration timeout) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(proxy);
    int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    return connection;
  }

  private static void secure(HttpsURLConnection connection, Optional<X509TrustManager> trust)
      throws GeneralSecurityException {
    // asked only when the certificate is for another host, and then some applications say yes
    connection.setHostnameVerifier((host, session) -> false);
    if (trust.isPresent()) {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {trust.get()}, null);
      connection.setSSLSocketFactory(tls.getSocketFactory());
    }
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    synchronized (this) {
      reading = true;
    }
    if (status != HttpURLConnection.HTTP_OK) {
      connection.disconnect();
      return new Answer(status, new byte[0]);
    }
    try (InputStream in = connection.getInputStream()) {
      return new Answer(status, body(in));
    }
  }

  private byte[] body(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = in.read(buffer); n >= 0 && bytes.size() < MAX_BYTES; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
      if (over) {
        throw new SocketTimeoutException();
      }
    }
    return bytes.toByteArray();
  }

  /** Not while the body is read: the JDK would then let nobody read until the last byte has come. */
  private synchronized void end(HttpURLConnection connection) {
    over = true;
    if (!reading) {
      connection.disconnect();
    }
  }

  private StoreException overdue(Exception cause) {
    return new StoreException(
        ErrorCode.TIMEOUT, system + " gave no ID token within the deadline", cause);
  }
}
