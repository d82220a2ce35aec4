package dev.keyturn.interop.gcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers as Secret Manager once did: the same path gets its answers in order, then the last again. */
final class GcpReplay implements AutoCloseable {
  private static final Set<String> FRAMING = Set.of(
      "content-length", "connection", "date", "transfer-encoding", "status", "-content-encoding");

  private final HttpServer server;
  private final Map<String, Deque<GcpExchange>> answers = new HashMap<>();

  GcpReplay(List<GcpExchange> exchanges) throws IOException {
    exchanges.forEach(exchange ->
        answers.computeIfAbsent(exchange.toString(), key -> new ArrayDeque<>()).add(exchange));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  Map<String, String> settings(String project) {
    return Map.of(
        "endpoint",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "project",
        project,
        "auth",
        "none");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      GcpExchange answer = next(key);
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
        return;
      }
      answer.headers().forEach((name, value) -> {
        if (!FRAMING.contains(name)) {
          exchange.getResponseHeaders().set(name, value);
        }
      });
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized GcpExchange next(String key) {
    Deque<GcpExchange> line = answers.get(key);
    return line == null ? null : line.size() > 1 ? line.poll() : line.peek();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
