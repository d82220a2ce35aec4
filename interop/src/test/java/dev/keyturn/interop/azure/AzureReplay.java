package dev.keyturn.interop.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.testkit.internal.http.TunnelServer;
import dev.keyturn.testkit.internal.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Answers as a vault once did: the same request gets its recorded answers in order, then the last one
 * again. It also gives tokens, since nobody recorded how one was had. It is met under a vault's name,
 * through a tunnel, so that the SDK checks it as it checks Azure.
 */
final class AzureReplay implements AutoCloseable {
  private static final Set<String> FRAMING =
      Set.of("content-length", "connection", "date", "transfer-encoding");
  private static final String TOKEN =
      "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token-of-this-test\"}";

  /** For recordings that begin after the challenge. */
  private static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";

  private final HttpsServer server;
  private final TunnelServer tunnel;
  private final Path trusted;
  private final String host;
  private final Map<String, Deque<AzureRecording.Exchange>> answers = new HashMap<>();

  AzureReplay(AzureRecording recording, int number) throws IOException {
    TestAuthority authority = TestAuthority.create();
    host = "recorded-" + number + ".vault.azure.net";
    for (AzureRecording.Exchange exchange : recording.exchanges()) {
      if (exchange.status() != 401) {
        answers
            .computeIfAbsent(exchange.method() + " " + exchange.path(), key -> new ArrayDeque<>())
            .add(exchange);
      }
    }
    trusted =
        Files.writeString(Tools.folder("replay-" + number).resolve("ca.pem"), authority.pem());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.server(host, "localhost").context()));
    server.setExecutor(Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "replay");
      thread.setDaemon(true);
      return thread;
    }));
    server.createContext("/", this::handle);
    server.start();
    tunnel = new TunnelServer("replay", server.getAddress().getPort());
  }

  /** What a store has to be told to read from here. */
  Map<String, String> settings() {
    return Map.of(
        "vault-url",
        "https://" + host,
        "authority",
        "https://localhost:" + server.getAddress().getPort(),
        "proxy",
        tunnel.address().toString(),
        "ca-cert",
        trusted.toAbsolutePath().toString(),
        "auth",
        "ci",
        "tenant-id",
        TENANT,
        "client-id",
        "client-of-this-test",
        "id-token",
        "env://ID_TOKEN");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath().replaceAll("/$", "");
      if (path.endsWith("/oauth2/v2.0/token")) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, TOKEN);
      } else if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer authorization=\"https://login.microsoftonline.com/" + TENANT
                    + "\", resource=\"https://vault.azure.net\"");
        send(exchange, 401, "");
      } else {
        replay(exchange, next(exchange.getRequestMethod() + " " + path));
      }
    }
  }

  private static void replay(HttpExchange exchange, AzureRecording.Exchange answer)
      throws IOException {
    if (answer == null) {
      send(exchange, 599, "");
      return;
    }
    answer.headers().forEach((name, value) -> {
      if (!FRAMING.contains(name)) {
        exchange.getResponseHeaders().set(name, value);
      }
    });
    send(exchange, answer.status(), answer.body());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized AzureRecording.Exchange next(String key) {
    Deque<AzureRecording.Exchange> line = answers.get(key);
    return line == null ? null : line.size() > 1 ? line.poll() : line.peek();
  }

  @Override
  public void close() {
    tunnel.close();
    server.stop(0);
  }
}
