package dev.keyturn.internal.identity;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One request to a CI system, made once. It follows no redirect: the bearer token in it is for one host.
 * It is over when the deadline is, however slowly the bytes drip.
 */
final class IdTokenRequest {
  private static final int MAX_BYTES = 64 * 1024;

  private final TimeSource time;
  private final String system;
  private volatile boolean over;
  private boolean reading;

  IdTokenRequest(TimeSource time, String system) {
    this.time = time;
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
    TimeSource.Timer timer = () -> {};
    try {
      HttpURLConnection connection = open(url, timeout);
      timer = time.schedule(timeout, () -> time.execute(() -> end(connection)));
      connection.setRequestProperty("Authorization", "Bearer " + bearer);
      connection.setRequestProperty("Accept", "application/json");
      return answer(connection);
    } catch (IOException e) {
      throw failure(e);
    } finally {
      timer.cancel();
    }
  }

  private static HttpURLConnection open(URI url, Duration timeout) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    if (connection instanceof HttpsURLConnection https) {
      // asked only when the certificate is for another host, and then some applications say yes
      https.setHostnameVerifier((host, session) -> false);
    }
    return connection;
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

  private StoreException failure(IOException cause) {
    if (over || cause instanceof SocketTimeoutException) {
      return new StoreException(
          ErrorCode.TIMEOUT, system + " gave no ID token within the deadline", cause);
    }
    if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
      return new StoreException(
              ErrorCode.UNAVAILABLE,
              "the certificate of "
                  + system
                  + " is not accepted: untrusted, expired or for another host",
              cause)
          .notRetryable();
    }
    return new StoreException(
        ErrorCode.UNAVAILABLE, system + " cannot be reached for an ID token", cause);
  }
}
