package dev.keyturn.testkit.internal.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One request, read to its end. It may hold a secret, so it does not print itself. */
public final class Request {
  private final String method;
  private final URI uri;
  private final Headers headers;
  private final byte[] body;
  private final @Nullable X509Certificate certificate;

  private Request(HttpExchange exchange, byte[] body) {
    this.certificate = certificate(exchange);
    this.method = exchange.getRequestMethod();
    this.uri = exchange.getRequestURI();
    this.headers = exchange.getRequestHeaders();
    this.body = body;
  }

  private static @Nullable X509Certificate certificate(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange tls
              && tls.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate shown
          ? shown
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // the usual case: a client without one
    }
  }

  static Request read(HttpExchange exchange) throws IOException {
    return new Request(exchange, exchange.getRequestBody().readAllBytes());
  }

  /** {@return the certificate the client has shown; null if none} */
  public @Nullable X509Certificate certificate() {
    return certificate;
  }

  /** {@return the HTTP method} */
  public String method() {
    return method;
  }

  /** {@return path and query} */
  public URI uri() {
    return uri;
  }

  /**
   * Gives a header.
   *
   * @param name its name, in any case
   * @return its first value, or null
   */
  public @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** {@return the body itself, no copy} */
  public byte[] body() {
    return body;
  }

  /** {@return the body as UTF-8} */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
