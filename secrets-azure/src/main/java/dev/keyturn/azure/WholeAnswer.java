package dev.keyturn.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer that was read to its end, so that whatever fails later is the answer's fault and not the
 * connection's. It may hold a secret, and does not print itself.
 */
final class WholeAnswer extends HttpResponse {
  /** A value of 25 KiB, each of whose characters JSON may write as six, and what stands around it. */
  static final int MAX_BYTES = 256 * 1024;

  private static final int PROXY_WANTS_LOGIN = 407;

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  WholeAnswer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
    super(request);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Reads it as it comes. */
  static Mono<WholeAnswer> of(HttpResponse begun) {
    if (begun.getStatusCode() / 100 == 3) {
      begun.close();
      return Mono.error(new HttpFault(HttpFault.Kind.REDIRECT));
    }
    if (begun.getStatusCode() == PROXY_WANTS_LOGIN) {
      begun.close();
      // what the JDK says where a proxy answers anything else
      return Mono.error(new IOException("Tunnel failed, got: " + PROXY_WANTS_LOGIN));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return begun
        .getBody()
        .doOnNext(buffer -> append(bytes, buffer))
        .then(Mono.fromSupplier(() -> new WholeAnswer(
            begun.getRequest(), begun.getStatusCode(), begun.getHeaders(), bytes.toByteArray())));
  }

  private static void append(ByteArrayOutputStream bytes, ByteBuffer buffer) {
    if (bytes.size() + buffer.remaining() > MAX_BYTES) {
      throw new HttpFault(HttpFault.Kind.TOO_LONG);
    }
    byte[] part = new byte[buffer.remaining()];
    buffer.get(part);
    bytes.writeBytes(part);
  }

  WholeAnswer withBody(byte[] other) {
    return new WholeAnswer(getRequest(), status, headers, other);
  }

  byte[] body() {
    return body;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(body));
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(body);
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(body, charset));
  }
}
