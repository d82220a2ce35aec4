package dev.keyturn.interop.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.interop.servers.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who is not the store but answers as if: gives everybody a secret, and counts who asks and
 * who shows a token.
 */
final class FarEnd implements AutoCloseable {
  private static final String MOUNT =
      "{\"data\":{\"path\":\"kv/\",\"type\":\"kv\",\"options\":{\"version\":\"2\"}}}";
  private static final String SECRET = "{\"data\":{\"data\":{\"password\":\"" + TlsProbe.VALUE
      + "\"},\"metadata\":{\"version\":1,\"created_time\":\"2026-01-01T00:00:00Z\","
      + "\"deletion_time\":\"\",\"destroyed\":false,\"custom_metadata\":null}}}";

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();
  private String redirect = "";

  /** One with TLS, that shows a certificate. */
  FarEnd(Certificate certificate) throws IOException, GeneralSecurityException {
    HttpsServer secure = HttpsServer.create(loopback(), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    server = secure;
    start();
  }

  /** One without TLS. */
  FarEnd() throws IOException {
    server = HttpServer.create(loopback(), 0);
    start();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  /** Sends all who ask to another address. */
  void redirectTo(String address) {
    redirect = address;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    if (exchange.getRequestHeaders().containsKey("X-Vault-Token")) {
      tokens.incrementAndGet();
    }
    String path = exchange.getRequestURI().getPath();
    String body = path.contains("/sys/internal/") ? MOUNT : SECRET;
    if (!redirect.isEmpty()) {
      exchange.getResponseHeaders().add("Location", redirect + exchange.getRequestURI());
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(redirect.isEmpty() ? 200 : 307, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** How many requests came, read whole. */
  int requests() {
    return requests.get();
  }

  /** How many of them had a token. */
  int tokens() {
    return tokens.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
