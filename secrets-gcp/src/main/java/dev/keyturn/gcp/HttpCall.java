package dev.keyturn.gcp;

import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One call. The connection is used by a thread of its own, so that whoever waits for it can leave when
 * the time is over, the store is closed or the thread is interrupted, whatever the connection does.
 */
final class HttpCall {
  /** A value of 64 KiB in base64 is 88 KB; tokens and errors are smaller. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final int BUFFER = 8192;
  private static final Duration AGAIN = Duration.ofMillis(50);

  private final HttpAsk ask;
  private final HttpCalls calls;
  private final StoreContext context;
  private final TimeSource time;
  private final CompletableFuture<HttpAnswer> done = new CompletableFuture<>();
  private @Nullable HttpURLConnection connection;
  private boolean reading;
  private volatile boolean over;

  HttpCall(HttpAsk ask, HttpCalls calls, StoreContext context) {
    this.ask = ask;
    this.calls = calls;
    this.context = context;
    this.time = context.time();
  }

  HttpAnswer run(Duration timeout) throws HttpFault, InterruptedException {
    TimeSource.Timer timer = time.schedule(timeout, () -> end(overdue()));
    try {
      calls.begin(this);
      time.execute(() -> exchange(timeout));
      time.await(done);
      return done.join();
    } catch (InterruptedException e) {
      end(new HttpFault(HttpFault.Kind.CLOSED));
      throw e;
    } catch (CompletionException e) {
      throw (HttpFault) Objects.requireNonNull(e.getCause());
    } finally {
      timer.cancel();
      calls.end(this);
    }
  }

  /** Lets go whoever waits, and closes the connection. */
  void end(HttpFault why) {
    if (done.completeExceptionally(why)) {
      time.execute(this::disconnect);
    }
  }

  /**
   * Again and again: the JDK may be just about to open another connection in the place of the one that
   * was closed. Once the body is being read it must not be closed by another thread, since the JDK
   * would lock the reader out until the last byte has come; the reader looks for itself.
   */
  private void disconnect() {
    HttpURLConnection open;
    synchronized (this) {
      if (over || reading) {
        return;
      }
      open = connection;
    }
    if (open != null) {
      open.disconnect();
    }
    time.schedule(AGAIN, () -> time.execute(this::disconnect));
  }

  private HttpFault overdue() {
    return new HttpFault(context.unreached(ask.address, new SocketTimeoutException()));
  }

  private void exchange(Duration timeout) {
    try {
      HttpURLConnection opened = calls.open(ask.address, timeout);
      synchronized (this) {
        connection = opened;
      }
      done.complete(answer(opened));
    } catch (HttpFault e) {
      done.completeExceptionally(e);
    } catch (IOException | RuntimeException e) {
      done.completeExceptionally(new HttpFault(context.unreached(ask.address, e)));
    } finally {
      over = true;
    }
  }

  private HttpAnswer answer(HttpURLConnection opened) throws IOException {
    send(opened);
    int status = opened.getResponseCode();
    synchronized (this) {
      reading = true;
    }
    if (status / 100 == 3) {
      opened.disconnect();
      throw new HttpFault(HttpFault.Kind.REDIRECT);
    }
    return new HttpAnswer(status, headers(opened), body(opened, status));
  }

  private void send(HttpURLConnection opened) throws IOException {
    opened.setRequestMethod(ask.method);
    ask.headers.forEach(
        (name, values) -> values.forEach(value -> opened.addRequestProperty(name, value)));
    if (ask.body != null) {
      opened.setDoOutput(true);
      opened.getOutputStream().write(ask.body);
    }
  }

  /** Without the status line, which the JDK keeps under no name. */
  private static Map<String, List<String>> headers(HttpURLConnection opened) {
    Map<String, List<String>> headers = new HashMap<>();
    opened.getHeaderFields().forEach((name, values) -> {
      if (name != null) {
        headers.put(name, values);
      }
    });
    return headers;
  }

  private byte[] body(HttpURLConnection opened, int status) throws IOException {
    try (InputStream in = status >= 400 ? opened.getErrorStream() : opened.getInputStream()) {
      byte[] body = in == null ? new byte[0] : read(in);
      if (body.length < opened.getContentLengthLong()) {
        throw new EOFException();
      }
      return body;
    }
  }

  private byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
      if (bytes.size() > MAX_BYTES) {
        throw new HttpFault(HttpFault.Kind.TOO_LONG);
      }
      if (done.isDone()) {
        throw new HttpFault(HttpFault.Kind.CLOSED);
      }
    }
    return bytes.toByteArray();
  }
}
