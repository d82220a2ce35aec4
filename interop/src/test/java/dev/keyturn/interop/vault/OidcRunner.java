package dev.keyturn.interop.vault;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.interop.servers.Oidc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runner of a job on GitHub Actions, whose ID tokens a real issuer signs. */
final class OidcRunner implements AutoCloseable {
  private static final String BEARER = "bearer-of-this-runner";

  private final HttpServer server;
  private final List<String> audiences = new CopyOnWriteArrayList<>();
  private final List<String> given = new CopyOnWriteArrayList<>();

  OidcRunner(Oidc issuer, String repository) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      boolean known =
          ("Bearer " + BEARER).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      String query = exchange.getRequestURI().getQuery();
      String audience = query.substring(query.indexOf("audience=") + 9);
      audiences.add(audience);
      String token = issuer.token(audience, repository);
      given.add(token);
      byte[] body = ("{\"value\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  /** For whom it was asked for tokens. */
  List<String> audiences() {
    return audiences;
  }

  /** The tokens it has given. */
  List<String> given() {
    return given;
  }

  /** What the job finds in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "GITHUB_ACTIONS",
        "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/token?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        BEARER);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
