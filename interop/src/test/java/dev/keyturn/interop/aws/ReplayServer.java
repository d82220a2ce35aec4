package dev.keyturn.interop.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * Answers as AWS once did: the same call gets its recorded answers in order, then the last one again. What
 * a client adds for itself is not compared: the token of a write, the stage that is the default anyway,
 * and the form fields that say who asks.
 */
final class ReplayServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FRAMING =
      Set.of("content-length", "connection", "date", "transfer-encoding");

  private final HttpServer server;
  private final Map<String, Deque<RecordedExchange>> answers = new HashMap<>();

  ReplayServer(List<RecordedExchange> exchanges) throws IOException {
    for (RecordedExchange exchange : exchanges) {
      answers
          .computeIfAbsent(key(exchange.name(), exchange.requestBody()), key -> new ArrayDeque<>())
          .add(exchange);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "replay");
      thread.setDaemon(true);
      return thread;
    }));
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static String key(String operation, String body) throws IOException {
    if (!body.startsWith("{")) {
      return operation;
    }
    ObjectNode node = (ObjectNode) JSON.readTree(body);
    node.remove("ClientRequestToken");
    JsonNode stage = node.get("VersionStage");
    if (stage != null && stage.asText().equals("AWSCURRENT")) {
      node.remove("VersionStage");
    }
    TreeMap<String, String> members = new TreeMap<>();
    node.properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().toString()));
    return operation + members;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation = target == null ? body.replaceAll("^Action=([^&]*).*", "$1") : target;
      RecordedExchange answer = next(key(operation, body));
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
        return;
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean zipped = "gzip".equals(answer.headers().get("content-encoding"));
      byte[] sent = zipped ? zip(bytes) : bytes;
      answer.headers().forEach((name, value) -> {
        if (!FRAMING.contains(name)) {
          exchange.getResponseHeaders().set(name, value);
        }
      });
      exchange.sendResponseHeaders(answer.status(), sent.length == 0 ? -1 : sent.length);
      exchange.getResponseBody().write(sent);
    }
  }

  private synchronized RecordedExchange next(String key) {
    Deque<RecordedExchange> line = answers.get(key);
    return line == null ? null : line.size() > 1 ? line.poll() : line.peek();
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
