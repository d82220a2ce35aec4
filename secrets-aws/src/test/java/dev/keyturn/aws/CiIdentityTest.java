package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.AwsEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job of GitHub Actions takes on a role, without a key anywhere. */
class CiIdentityTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/deploy";
  private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLXRoaXMtdGVzdA";
  private static final String BEARER = "bearer-of-this-runner";

  private final AwsEmulator emulator = AwsEmulator.start();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer runner;

  @BeforeEach
  void start() throws Exception {
    runner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    runner.createContext("/", exchange -> {
      requests.add(exchange.getRequestURI().getRawQuery()
          + " "
          + exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body =
          ("{\"count\":9,\"value\":\"" + token() + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status.get(), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    runner.start();
    emulator.put("prod/db", "value-of-db");
  }

  @AfterEach
  void stop() {
    runner.stop(0);
    emulator.close();
  }

  private static String token() {
    return token("sts.amazonaws.com");
  }

  private static String token(String audience) {
    String claims =
        "{\"iss\":\"https://token.actions.example\",\"sub\":\"repo:org/app:ref:refs/heads/main\","
            + "\"aud\":\""
            + audience
            + "\",\"exp\":4000000000}";
    return encoded("{\"alg\":\"RS256\"}") + "." + encoded(claims) + "." + SIGNATURE;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> job() {
    Map<String, String> environment = new HashMap<>();
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_RUN_ID", "4711");
    environment.put(
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "http://127.0.0.1:" + runner.getAddress().getPort() + "/token?api-version=2.0");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", BEARER);
    environment.put("AWS_ENDPOINT_URL", emulator.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    return environment;
  }

  private static Secrets secrets(Map<String, String> environment) {
    return secrets(environment, Map.of());
  }

  private static Secrets secrets(Map<String, String> environment, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("auth", "ci", "role-arn", ROLE));
    settings.putAll(more);
    return Secrets.builder()
        .environment(environment)
        .store("aws-sm", "aws-sm", settings)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static SecretsException failure(Secrets secrets) {
    SecretsException failure =
        catchThrowableOfType(SecretsException.class, () -> secrets.get("aws-sm://prod/db"));
    assertThat(failure).isNotNull();
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(SIGNATURE).doesNotContain(BEARER);
    return failure;
  }

  @Test
  void exchangesTheTokenOfTheJob() {
    emulator.trust("https://token.actions.example", "sts.amazonaws.com");
    try (Secrets secrets = secrets(job())) {
      assertThat(secrets.get("aws-sm://prod/db").reveal()).isEqualTo("value-of-db");
    }
    assertThat(requests)
        .containsExactly("api-version=2.0&audience=sts.amazonaws.com Bearer " + BEARER);
    assertThat(emulator.controls().calls("AssumeRoleWithWebIdentity")).isEqualTo(1);
  }

  @Test
  void namesTheSessionAfterTheRun() {
    emulator.controls().deny("prod/db");
    try (Secrets secrets = secrets(job())) {
      // the service says whom it refused
      assertThat(failure(secrets))
          .hasMessageContaining(
              "arn:aws:sts::000000000000:assumed-role/deploy/keyturn-github-4711");
    }
  }

  @Test
  void asksForATokenAndARoleAgainBeforeTheSessionEnds() {
    emulator.limitCredentials(Duration.ofSeconds(20)); // below what is spared: each call asks
    try (Secrets secrets = secrets(job())) {
      secrets.get("aws-sm://prod/db");
      secrets.refresh("aws-sm://prod/db");
    }
    assertThat(requests.size()).isGreaterThanOrEqualTo(2);
    assertThat(emulator.controls().calls("AssumeRoleWithWebIdentity")).isEqualTo(requests.size());
  }

  @Test
  void keepsASessionAsLongAsItLasts() {
    try (Secrets secrets = secrets(job())) {
      secrets.get("aws-sm://prod/db");
      secrets.refresh("aws-sm://prod/db");
      secrets.find("aws-sm://prod/missing");
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void logsInAgainWhenTheServiceNoLongerKnowsTheSession() {
    try (Secrets secrets = secrets(job())) {
      secrets.get("aws-sm://prod/db");
      emulator.controls().on("DescribeSecret").fail(1, 400, "ExpiredTokenException");
      assertThat(secrets.refresh("aws-sm://prod/db").reveal()).isEqualTo("value-of-db");
    }
    assertThat(requests).hasSize(2);
  }

  @Test
  void saysWhichPermissionTheJobLacks() {
    Map<String, String> environment = job();
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_URL");
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_TOKEN");
    try (Secrets secrets = secrets(environment)) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("permissions: id-token: write");
    }
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void saysSoToWhereTheRunnerRefuses() {
    status.set(403);
    try (Secrets secrets = secrets(job())) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("permissions: id-token: write");
    }
  }

  @Test
  void showsTheClaimsOfATokenThatIsRefusedAndNotTheToken() {
    emulator.trust("https://somebody.else", "sts.amazonaws.com");
    try (Secrets secrets = secrets(job())) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure)
          .hasMessageContaining("iss https://token.actions.example")
          .hasMessageContaining("sub repo:org/app:ref:refs/heads/main")
          .hasMessageContaining("aud sts.amazonaws.com")
          .hasMessageContaining("exp 2096-")
          .hasMessageContaining(ROLE);
    }
  }

  @Test
  void saysThatTheTrustPolicyRefuses() {
    emulator.controls().deny("AssumeRoleWithWebIdentity");
    try (Secrets secrets = secrets(job())) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("trust policy");
    }
  }

  @Test
  void takesATokenThatAnotherStoreHolds() {
    Map<String, String> environment = job();
    environment.put("AWS_ID_TOKEN", token());
    try (Secrets secrets = secrets(environment, Map.of("id-token", "env://AWS_ID_TOKEN"))) {
      assertThat(secrets.get("aws-sm://prod/db").reveal()).isEqualTo("value-of-db");
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void sendsNoTokenThatIsMeantForSomebodyElse() {
    Map<String, String> environment = job();
    environment.put("OTHER_TOKEN", token("https://vault.example"));
    try (Secrets secrets = secrets(environment, Map.of("id-token", "env://OTHER_TOKEN"))) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure)
          .hasMessageContaining("was not sent")
          .hasMessageContaining("aud https://vault.example");
    }
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void wantsARoleAndAJob() {
    try (Secrets secrets = secrets(Map.of("AWS_REGION", "us-east-1"))) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(failure).hasMessageContaining("id-token");
    }
    Map<String, String> settings = Map.of("auth", "ci");
    try (Secrets secrets =
        Secrets.builder().environment(job()).store("aws-sm", "aws-sm", settings).build()) {
      assertThat(failure(secrets)).hasMessageContaining("role-arn");
    }
  }
}
