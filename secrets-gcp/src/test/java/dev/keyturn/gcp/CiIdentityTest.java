package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job of GitHub Actions becomes somebody at Google, without a key anywhere. */
class CiIdentityTest {
  private static final String PROVIDER =
      "projects/481516234200/locations/global/workloadIdentityPools/github/providers/actions";
  private static final String AUDIENCE = "https://iam.googleapis.com/" + PROVIDER;
  private static final String ACCOUNT = "deploy@emulated-project.iam.gserviceaccount.com";
  private static final String BEARER = "bearer-of-this-runner";
  private static final String REF = "gcp-sm://db";
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private final List<String> audiences = new CopyOnWriteArrayList<>();
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> end = new AtomicReference<>();
  private Issuer issuer;
  private HttpServer runner;

  @BeforeEach
  void start() throws Exception {
    issuer = new Issuer();
    runner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    runner.createContext("/", exchange -> {
      String query = exchange.getRequestURI().getRawQuery();
      String audience =
          URLDecoder.decode(query.replaceFirst("^.*audience=", ""), StandardCharsets.UTF_8);
      audiences.add(audience);
      byte[] body = ("{\"value\":\"" + token(audience) + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    runner.start();
    emulator.trust(PROVIDER, issuer.uri());
    emulator.requireTokens();
    emulator.put("db", "value-of-db");
  }

  @AfterEach
  void stop() {
    runner.stop(0);
    issuer.close();
    emulator.close();
  }

  private String token(String audience) {
    try {
      Instant until = end.get();
      String token = until == null ? issuer.token(audience) : issuer.token(audience, until);
      given.add(token);
      return token;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, String> job() {
    Map<String, String> environment = new HashMap<>();
    environment.put("GITHUB_ACTIONS", "true");
    environment.put(
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "http://127.0.0.1:" + runner.getAddress().getPort() + "/token?api-version=2.0");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", BEARER);
    return environment;
  }

  private Secrets secrets(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Opened.settings(emulator));
    settings.put("auth", "ci");
    settings.put("workload-identity-provider", PROVIDER);
    settings.put("sts-endpoint", emulator.endpoint().toString());
    settings.putAll(more);
    return Secrets.builder()
        .environment(job())
        .store("gcp-sm", "gcp-sm", settings)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private SecretsException failure(Map<String, String> more) {
    try (Secrets secrets = secrets(more)) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(REF, PATIENCE));
      assertThat(failure).isNotNull();
      StringWriter all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain(BEARER).doesNotContain(given);
      return failure;
    }
  }

  @Test
  void exchangesTheTokenOfTheJob() {
    try (Secrets secrets = secrets(Map.of())) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
      secrets.refresh(REF);
      secrets.find("gcp-sm://missing");
    }
    assertThat(audiences).containsExactly(AUDIENCE);
    assertThat(emulator.controls().calls("ExchangeToken")).isEqualTo(1);
    assertThat(emulator.controls().calls("GenerateAccessToken")).isZero();
  }

  @Test
  void becomesAServiceAccount() {
    try (Secrets secrets = secrets(Map.of("service-account", ACCOUNT))) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("ExchangeToken")).isEqualTo(1);
    assertThat(emulator.controls().calls(ACCOUNT)).isEqualTo(1);
  }

  @Test
  void asksForAnotherTokenBeforeTheOldOneEnds() {
    emulator.limitTokens(Duration.ofSeconds(20)); // below what is spared: each call asks
    try (Secrets secrets = secrets(Map.of())) {
      secrets.get(REF);
      secrets.refresh(REF);
    }
    assertThat(given.size()).isGreaterThanOrEqualTo(2);
    assertThat(emulator.controls().calls("ExchangeToken")).isEqualTo(given.size());
  }

  @Test
  void logsInAgainWhenTheServiceNoLongerKnowsTheToken() {
    try (Secrets secrets = secrets(Map.of())) {
      secrets.get(REF);
      emulator.endTokens();
      assertThat(secrets.refresh(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(given).hasSize(2);
  }

  @Test
  void showsTheClaimsOfATokenThatIsRefusedAndNotTheToken() {
    end.set(Instant.now().minusSeconds(60));
    SecretsException failure = failure(Map.of());
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure)
        .hasMessageContaining("invalid_grant")
        .hasMessageContaining("iss " + issuer.uri())
        .hasMessageContaining("sub repo:org/app:ref:refs/heads/main")
        .hasMessageContaining("aud " + AUDIENCE)
        .hasMessageContaining(PROVIDER);
  }

  @Test
  void namesTheProviderThatIsNotThere() {
    String other = PROVIDER.replace("actions", "elsewhere");
    SecretsException failure = failure(Map.of("workload-identity-provider", other));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure)
        .hasMessageContaining("no such workload identity provider")
        .hasMessageContaining(other);
  }

  @Test
  void refusesATokenForSomebodyElse() {
    SecretsException failure = failure(Map.of("audience", "https://vault.example"));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("aud https://vault.example");
  }

  @Test
  void refusesATokenThatSomebodyElseSigned() throws Exception {
    try (Issuer impostor = new Issuer()) {
      emulator.trust(PROVIDER, impostor.uri());
      assertThat(failure(Map.of())).hasMessageContaining("invalid_grant");
    }
  }

  @Test
  void namesTheRoleThatTheServiceAccountLacks() {
    emulator.controls().deny("GenerateAccessToken");
    SecretsException failure = failure(Map.of("service-account", ACCOUNT));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("roles/iam.workloadIdentityUser on " + ACCOUNT);
  }

  @Test
  void tellsATokenServiceInTroubleFromARefusal() {
    emulator.controls().on("ExchangeToken").fail(Controls.ALWAYS, 503);
    SecretsException failure = failure(Map.of());
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("login at Google");
  }

  @Test
  void endsALoginThatHangs() {
    emulator.controls().on("ExchangeToken").blackHole(Controls.ALWAYS);
    try (Secrets secrets = secrets(Map.of())) {
      SecretsException failure = catchThrowableOfType(
          SecretsException.class, () -> secrets.get(REF, Duration.ofSeconds(1)));
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    }
  }
}
