package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.internal.http.TunnelServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service by its real name, through a proxy, with certificates of a CA that nobody else knows. */
class AwsProxyTest {
  private static final String NAME = "secretsmanager.us-east-1.amazonaws.com";
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String RUNNER = "runner.example";
  private static final String HOSTS = "san=dns:" + NAME + ",dns:" + STS + ",dns:" + RUNNER;
  private static final String REF = "aws-sm://prod/db";
  private static final String ROLE = "arn:aws:iam::000000000000:role/deploy";
  private static final String KEY = "key-of-this-test";

  @TempDir
  static Path dir;

  private static Path ca;
  private static TestKeys keys;

  private final AwsEmulator emulator = AwsEmulator.start();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private TlsFront front;
  private TunnelServer proxy;

  @BeforeAll
  static void makeKeys() throws Exception {
    ca = dir.resolve("ca.pem");
    keys = TestKeys.signed(dir, HOSTS, ca);
  }

  @AfterAll
  static void forgetKeys() {
    keys = null;
  }

  @BeforeEach
  void start() throws Exception {
    emulator.put("prod/db", "value-of-db");
    front = new TlsFront(keys, emulator.endpoint().getPort());
    proxy = new TunnelServer("proxy-test", front.port());
    Path credentials = Files.writeString(
        dir.resolve("credentials"),
        "[prod]\naws_access_key_id = AKIDTEST\naws_secret_access_key = " + KEY + "\n");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    environment.put("HOME", dir.toString());
    settings.put("region", "us-east-1");
    settings.put("profile", "prod");
    settings.put("ca-cert", ca.toString());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    front.close();
    emulator.close();
  }

  private Secrets secrets() {
    return Secrets.builder()
        .environment(environment)
        .store("aws-sm", "aws-sm", settings)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private String read(String ref) {
    try (Secrets secrets = secrets()) {
      return secrets.get(ref).reveal();
    }
  }

  private SecretsException failure() {
    try (Secrets secrets = secrets()) {
      SecretsException failure = catchThrowableOfType(
          SecretsException.class, () -> secrets.get(REF, Duration.ofSeconds(3)));
      assertThat(failure).isNotNull();
      assertThat(failure.getMessage()).doesNotContain("value-of-db").doesNotContain(KEY);
      return failure;
    }
  }

  private String proxyName() {
    return "the proxy 127.0.0.1:" + proxy.address().getPort();
  }

  @Test
  void theStoresOwnProxyLeadsThere() {
    settings.put("proxy", proxy.address().toString());
    assertThat(read(REF)).isEqualTo("value-of-db");
    assertThat(proxy.asked()).containsExactly(NAME + ":443");
  }

  @Test
  void soDoesTheEnvironmentsAndForStsToo() {
    environment.put("https_proxy", proxy.address().getAuthority());
    assertThat(read("aws-sm://" + emulator.arn("prod/db"))).isEqualTo("value-of-db");
    assertThat(proxy.asked()).containsExactly(STS + ":443", NAME + ":443");
  }

  @Test
  void aRoleIsTakenOnThroughIt() {
    settings.put("proxy", proxy.address().toString());
    settings.put("role-arn", ROLE);
    assertThat(read(REF)).isEqualTo("value-of-db");
    assertThat(proxy.asked()).containsExactly(STS + ":443", NAME + ":443");
  }

  @Test
  void theIdTokenTakesTheSameWay() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer runner = runner(requests);
    try (TlsFront runnersFront = new TlsFront(keys, runner.getAddress().getPort());
        TunnelServer way = new TunnelServer("runners-proxy", runnersFront.port())) {
      job();
      settings.put("proxy", way.address().toString());
      assertThat(read(REF)).isEqualTo("value-of-db");
      assertThat(way.asked()).containsExactly(RUNNER + ":443");
      assertThat(requests).containsExactly("audience=sts.amazonaws.com Bearer of-this-runner");

      settings.remove("ca-cert");
      assertThat(failure())
          .hasMessageContaining(
              "the certificate shown for " + RUNNER + ", reached through the proxy")
          .hasMessageContaining("store.aws-sm.ca-cert");
      way.refuse("407 Proxy Authentication Required");
      assertThat(failure())
          .hasMessageContaining("wants a login")
          .matches(failure -> !failure.isRetryable());
      way.refuse("503 Service Unavailable");
      assertThat(failure()).hasMessageContaining("lays no tunnel to " + RUNNER);
    } finally {
      runner.stop(0);
    }
  }

  private void job() {
    String local = emulator.endpoint().toString();
    settings.putAll(Map.of("auth", "ci", "role-arn", ROLE, "sts-endpoint", local));
    settings.put("endpoint", local);
    settings.remove("profile");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", "https://" + RUNNER + "/token");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "of-this-runner");
  }

  private static HttpServer runner(List<String> requests) throws Exception {
    HttpServer runner =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    runner.createContext("/", exchange -> {
      requests.add(exchange.getRequestURI().getRawQuery()
          + " "
          + exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = "{\"value\":\"a.b.c\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    runner.start();
    return runner;
  }

  @Test
  void whatNoProxyListsIsReachedWithoutIt() {
    environment.put("HTTPS_PROXY", proxy.address().toString());
    environment.put("NO_PROXY", ".invalid");
    settings.put("endpoint", "https://secrets.invalid");
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure)
        .hasMessageContaining("secrets.invalid cannot be reached; is there a way to it");
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void thisMachineIsReachedWithoutItWhateverIsSaid() {
    settings.put("endpoint", emulator.endpoint().toString());
    settings.put("proxy", proxy.address().toString());
    assertThat(read(REF)).isEqualTo("value-of-db");
    settings.remove("proxy");
    environment.put("HTTPS_PROXY", "http://user:password@proxy.example:3128");
    assertThat(read(REF)).isEqualTo("value-of-db");
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void aProxyWithAPasswordIsRefusedBeforeAnythingIsSent() {
    environment.put(
        "HTTPS_PROXY", "http://user:hunter2@127.0.0.1:" + proxy.address().getPort());
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("HTTPS_PROXY").message().doesNotContain("hunter2");
    settings.put("endpoint", emulator.endpoint().toString());
    settings.put("role-arn", ROLE);
    assertThat(failure().code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void aCaThatCannotBeReadIsRefusedBeforeAnythingIsSent() {
    settings.put("proxy", proxy.address().toString());
    settings.put("ca-cert", dir.resolve("nowhere.pem").toString());
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("store.aws-sm.ca-cert");
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void anUntrustedCertificateIsSaidToBeOne() {
    settings.put("proxy", proxy.address().toString());
    settings.remove("ca-cert");
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("the certificate shown for "
            + NAME
            + ", reached through "
            + proxyName()
            + ", is not trusted; name the file of its CA in store.aws-sm.ca-cert");
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void aCaThatIsTrustedVouchesForItsHostsOnly() throws Exception {
    Path file = dir.resolve("other-ca.pem");
    TestKeys other = TestKeys.signed(dir, "san=dns:elsewhere.example", file);
    try (TlsFront elsewhere = new TlsFront(other, emulator.endpoint().getPort());
        TunnelServer way = new TunnelServer("strange-proxy", elsewhere.port())) {
      settings.put("proxy", way.address().toString());
      settings.put("ca-cert", file.toString());
      assertBadCertificate(failure());
    }
  }

  @Test
  void aCertificateThatHasExpiredIsNotAccepted() throws Exception {
    Path file = dir.resolve("old-ca.pem");
    TestKeys old = TestKeys.signed(dir, HOSTS, file, "-startdate", "-3d", "-validity", "1");
    try (TlsFront outdated = new TlsFront(old, emulator.endpoint().getPort());
        TunnelServer way = new TunnelServer("old-proxy", outdated.port())) {
      settings.put("proxy", way.address().toString());
      settings.put("ca-cert", file.toString());
      assertBadCertificate(failure());
    }
  }

  private void assertBadCertificate(SecretsException failure) {
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("the certificate of " + NAME + " is not accepted")
        .hasMessageContaining("through the proxy");
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void aProxyThatWantsALoginIsSaidToBeOne() {
    settings.put("proxy", proxy.address().toString());
    proxy.refuse("407 Proxy Authentication Required");
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure).hasMessageContaining(proxyName() + " wants a login");
    assertThat(proxy.asked()).hasSize(1);
  }

  @Test
  void aProxyThatRefusesIsNotAskedAgainAndOneThatFailsIs() {
    settings.put("proxy", proxy.address().toString());
    proxy.refuse("403 Forbidden");
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining(proxyName() + " lays no tunnel to " + NAME + ": status 403");
    assertThat(proxy.asked()).hasSize(1);
    proxy.refuse("502 Bad Gateway");
    failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure).hasMessageContaining("status 502");
    assertThat(proxy.asked()).hasSizeGreaterThan(2);
  }

  @Test
  void aProxyThatIsGoneIsNamed() {
    settings.put("proxy", proxy.address().toString());
    proxy.close();
    SecretsException failure = failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure)
        .hasMessageContaining(proxyName() + " cannot be reached; is it the right proxy")
        .hasMessageContaining("store.aws-sm.proxy");
  }
}
