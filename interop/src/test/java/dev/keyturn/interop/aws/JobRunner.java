package dev.keyturn.interop.aws;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What a runner of GitHub Actions offers to its job: an address that gives ID tokens of five minutes. */
final class JobRunner implements AutoCloseable {
  static final String BEARER = "bearer-of-this-runner-4f0c";
  static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLXRoaXMtdGVzdA";

  private final HttpServer server;
  private final List<String> given = new CopyOnWriteArrayList<>();

  JobRunner(Supplier<Instant> now) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      boolean known = ("Bearer " + BEARER)
          .equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Authorization"));
      String query = exchange.getRequestURI().getQuery();
      String audience = query.substring(query.indexOf("audience=") + 9);
      String token = token(audience, now.get().plus(LIFETIME), given.size() + 1);
      given.add(token);
      byte[] body = ("{\"count\":" + token.length() + ",\"value\":\"" + token + "\"}")
          .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  /** The tokens so far, each another one. */
  List<String> given() {
    return given;
  }

  static String token(String audience, Instant end, int number) {
    String claims = "{\"iss\":\"https://token.actions.example\",\"jti\":\"" + number
        + "\",\"sub\":\"repo:org/app:ref:refs/heads/main\",\"aud\":\"" + audience + "\",\"exp\":"
        + end.getEpochSecond() + "}";
    return encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims) + "." + SIGNATURE;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a job with {@code permissions: id-token: write} finds in its environment. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(withoutPermission());
    environment.put(
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/token?api-version=2.0");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", BEARER);
    return environment;
  }

  /** What a job without it finds. */
  static Map<String, String> withoutPermission() {
    return Map.of("GITHUB_ACTIONS", "true", "GITHUB_RUN_ID", "4711", "AWS_REGION", "us-east-1");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
