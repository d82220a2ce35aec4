package dev.keyturn.aws;

import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * One call, read to its end here, so that whatever fails later is the answer's fault and not the
 * connection's.
 */
final class HttpCall implements ExecutableHttpRequest {
  /** Twenty secrets of 64 KiB, each of whose bytes JSON may write as six. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final int BUFFER = 8192;
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final String LENGTH = "Content-Length";
  private static final String ENCODING = "Content-Encoding";

  /** Stands in requests of the two services that speak JSON; STS speaks XML. */
  private static final String JSON_OPERATION = "X-Amz-Target";

  private final ExecutableHttpRequest plain;
  private final URI address;
  private final boolean wantsJson;
  private final StoreContext context;
  private final TimeSource time;
  private final Deadline deadline;
  private final HttpCalls calls;
  private volatile HttpFault.@Nullable Kind ended;
  private Stage stage = Stage.WAITING;

  HttpCall(
      ExecutableHttpRequest plain, SdkHttpRequest request, StoreContext context, HttpCalls calls) {
    this.plain = plain;
    this.address = request.getUri();
    this.wantsJson = request.firstMatchingHeader(JSON_OPERATION).isPresent();
    this.context = context;
    this.time = context.time();
    this.deadline = Deadline.current();
    this.calls = calls;
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    calls.begin(this);
    TimeSource.Timer timer =
        time.schedule(deadline.left(), () -> time.execute(() -> end(HttpFault.Kind.OVERDUE)));
    try {
      HttpExecuteResponse begun = plain.call();
      enter(Stage.READING);
      HttpExecuteResponse response = whole(begun);
      deadline.answered();
      return response;
    } catch (IOException | RuntimeException e) {
      // a connection that is closed while it is read may fail in any way
      throw fault(ended, e);
    } finally {
      enter(Stage.OVER);
      timer.cancel();
      calls.end(this);
    }
  }

  private HttpFault fault(HttpFault.@Nullable Kind why, Exception failure) {
    if (why == null && failure instanceof HttpFault fault) {
      return fault;
    }
    if (why == null) {
      return new HttpFault(context.unreached(address, failure));
    }
    return why == HttpFault.Kind.OVERDUE
        ? new HttpFault(context.unreached(address, new SocketTimeoutException()))
        : new HttpFault(why, failure);
  }

  /**
   * Closes the connection under whoever waits for an answer, again and again: the JDK may be just about
   * to open another one in its place. Once the body is being read it must not be closed by another
   * thread, since the JDK would lock the reader out until the last byte has come; the reader looks for
   * itself.
   */
  synchronized void end(HttpFault.Kind why) {
    if (stage == Stage.OVER) {
      return;
    }
    ended = why;
    if (stage == Stage.WAITING) {
      plain.abort();
      time.schedule(AGAIN, () -> time.execute(() -> end(why)));
    }
  }

  private synchronized void enter(Stage next) {
    stage = next;
  }

  /** How far the call has come. */
  private enum Stage {
    WAITING,
    READING,
    OVER
  }

  @Override
  public void abort() {
    plain.abort();
  }

  private HttpExecuteResponse whole(HttpExecuteResponse response) throws IOException {
    SdkHttpResponse head = response.httpResponse();
    if (head.statusCode() / 100 == 3) {
      throw new HttpFault(HttpFault.Kind.REDIRECT, null);
    }
    byte[] body = response.responseBody().isEmpty() ? new byte[0] : body(response, head);
    if (wantsJson && head.isSuccessful()) {
      JsonAnswer.check(body);
    }
    return HttpExecuteResponse.builder()
        .response(head.toBuilder().removeHeader(ENCODING).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  private byte[] body(HttpExecuteResponse response, SdkHttpResponse head) throws IOException {
    try (InputStream in = response.responseBody().orElseThrow()) {
      byte[] raw = read(in);
      long said = head.firstMatchingHeader(LENGTH).map(HttpCall::length).orElse(-1L);
      if (raw.length < said) {
        throw new EOFException();
      }
      boolean packed = head.firstMatchingHeader(ENCODING).filter("gzip"::equals).isPresent();
      return packed ? unpacked(raw) : raw;
    }
  }

  private byte[] unpacked(byte[] raw) throws HttpFault {
    try {
      return read(new GZIPInputStream(new ByteArrayInputStream(raw)));
    } catch (HttpFault e) {
      throw e;
    } catch (IOException e) {
      throw new HttpFault(HttpFault.Kind.GARBLED, e);
    }
  }

  private byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
      if (bytes.size() > MAX_BYTES) {
        throw new HttpFault(HttpFault.Kind.TOO_LONG, null);
      }
      if (ended != null || deadline.isOver()) {
        throw new SocketTimeoutException();
      }
    }
    return bytes.toByteArray();
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
