package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyturn.internal.identity.IdTokenSources;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.internal.MemProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The identity of a CI job, from a runner that answers as it should and as it should not. */
class IdTokenSourcesTest {
  private static final String BEARER = "bearer-of-this-runner";
  private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLXRoaXMtdGVzdA";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir
  Path dir;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Answer answer = exchange -> send(exchange, 200, "{\"value\":\"a.b.c\"}");
  private HttpServer runner;

  /** How the runner answers. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws Exception {
    runner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    runner.setExecutor(threads);
    runner.createContext("/", exchange -> {
      requests.add(
          exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
      answer.to(exchange);
    });
    runner.start();
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", address() + "/token?api-version=2.0");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", BEARER);
  }

  @AfterEach
  void stop() {
    runner.stop(0);
    threads.shutdownNow();
  }

  private String address() {
    return "http://127.0.0.1:" + runner.getAddress().getPort();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private IdTokenSource source() {
    StoreContext context = new Job(environment).context(Map.of());
    return IdTokenSources.find(context, false).orElseThrow();
  }

  private StoreException failure(Duration timeout) {
    IdTokenSource source = source();
    StoreException failure =
        catchThrowableOfType(StoreException.class, () -> source.token("someone", timeout));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(BEARER).doesNotContain(SIGNATURE);
    return failure;
  }

  @Test
  void asksTheRunnerForEachAudience() throws Exception {
    assertThat(source().token("sts.amazonaws.com", TIMEOUT)).isEqualTo("a.b.c");
    assertThat(source().token("api://Azure ID&x", TIMEOUT)).isEqualTo("a.b.c");
    assertThat(requests)
        .containsExactly(
            "/token?api-version=2.0&audience=sts.amazonaws.com Bearer " + BEARER,
            "/token?api-version=2.0&audience=api%3A%2F%2FAzure+ID%26x Bearer " + BEARER);
    assertThat(source().name()).isEqualTo("GitHub Actions");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHENTICATED, id-token: write",
    "403, UNAUTHENTICATED, id-token: write",
    "404, UNAUTHENTICATED, 404",
    "429, THROTTLED, 429",
    "500, UNAVAILABLE, 500",
    "503, UNAVAILABLE, 503"
  })
  void judgesARefusalByItsStatus(int status, ErrorCode code, String hint) {
    answer = exchange -> send(exchange, status, "{\"value\":\"" + BEARER + "\"}");
    StoreException failure = failure(TIMEOUT);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{}",
        "[]",
        "null",
        "{\"value\":null}",
        "{\"value\":5}",
        "{\"value\":\"\"}",
        "{\"value\":\"c2lnbmF0dXJlLW9mLXRoaXMtdGVzdA",
        "<html>c2lnbmF0dXJlLW9mLXRoaXMtdGVzdA</html>"
      })
  void callsAnAnswerWithoutATokenMalformed(String body) {
    answer = exchange -> send(exchange, 200, body);
    assertThat(failure(TIMEOUT).code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void followsNoRedirect() {
    answer = exchange -> {
      exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
      send(exchange, 302, "");
    };
    StoreException failure = failure(TIMEOUT);
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(requests).hasSize(1);
  }

  @Test
  void givesUpOnSilenceAndOnDripsInTime() {
    answer = exchange -> {};
    assertOverdue();
    answer = exchange -> {
      exchange.sendResponseHeaders(200, 100);
      drip(exchange, 100);
    };
    assertOverdue();
  }

  private void assertOverdue() {
    long start = System.nanoTime();
    assertThat(failure(Duration.ofSeconds(1)).code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  private static void drip(HttpExchange exchange, int left) {
    if (left > 0) {
      new RealTime().schedule(Duration.ofMillis(100), () -> {
        try {
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          drip(exchange, left - 1);
        } catch (IOException e) {
          exchange.close();
        }
      });
    }
  }

  @Test
  void sendsNothingWithoutThePermission() {
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_URL");
    environment.put("GITHUB_ACTIONS", "true");
    StoreException failure = failure(TIMEOUT);
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("permissions: id-token: write");
  }

  @Test
  void sendsNothingToAnAddressThatIsNotAllowed() {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", "http://elsewhere.example/token");
    StoreException failure = failure(TIMEOUT);
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("ACTIONS_ID_TOKEN_REQUEST_URL");
  }

  @Test
  void sendsNoBearerThatIsNone() {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "two\r\nlines");
    assertThat(failure(TIMEOUT).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(requests).isEmpty();
  }

  @Test
  void saysThatTheRunnerCannotBeReached() {
    runner.stop(0);
    assertThat(failure(TIMEOUT).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void readsAFileAnewEachTimeAndOnlyForItsAudience() throws Exception {
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_URL");
    Path file = dir.resolve("token");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", file.toString());
    assertThat(failure(TIMEOUT)).hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE");
    for (String subject : List.of("one", "two")) {
      String token = token("{\"aud\":[\"other\",\"someone\"],\"sub\":\"" + subject + "\"}");
      Files.writeString(file, token + "\n");
      assertThat(source().token("someone", TIMEOUT)).isEqualTo(token);
    }
    Files.writeString(file, token("{\"aud\":\"other\",\"sub\":\"three\"}"));
    assertThat(failure(TIMEOUT))
        .hasMessageContaining("was not sent")
        .hasMessageContaining("aud other, sub three");
    Files.writeString(file, SIGNATURE);
    assertThat(failure(TIMEOUT)).hasMessageContaining("no readable claims");
    Files.writeString(file, "");
    assertThat(failure(TIMEOUT)).hasMessageContaining("empty");
  }

  @Test
  void findsNothingOutsideOfAJob() {
    StoreContext context = new Job(Map.of()).context(Map.of());
    assertThat(IdTokenSources.find(context, false)).isEmpty();
  }

  @Test
  void showsClaimsAndNeverAToken() {
    String token =
        token("{\"iss\":\"https://i\",\"sub\":\"s\",\"aud\":\"a\",\"exp\":4000000000,\"x\":[{}]}");
    assertThat(IdTokenSource.claims(token))
        .isEqualTo("aud a, exp 2096-10-02T07:06:40Z, iss https://i, sub s");
    for (String broken : List.of("", "a.b.c", "a.e30.c", token("[1]"), token("{\"aud\":{"))) {
      assertThat(IdTokenSource.claims(broken)).isEqualTo("no readable claims");
      assertThat(IdTokenSource.isMeantFor(broken, "")).isFalse();
    }
  }

  private static String token(String claims) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + SIGNATURE;
  }

  private record Job(Map<String, String> environment) implements StoreHarness {
    @Override
    public SecretStoreProvider provider() {
      return new MemProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of();
    }

    @Override
    public void put(String name, byte[] value) {
      throw new UnsupportedOperationException();
    }
  }
}
