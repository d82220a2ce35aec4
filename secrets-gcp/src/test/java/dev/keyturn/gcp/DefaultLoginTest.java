package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application default credentials, wherever they are found. */
class DefaultLoginTest {
  private static final String REF = "gcp-sm://db";
  private static final String GIVEN = "{\"access_token\":\"ya29.token-of-this-test\","
      + "\"expires_in\":3600,\"token_type\":\"Bearer\"}";
  private static final String REFUSED =
      "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT: token-of-this-test\"}";

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer tokens;
  private volatile int status = 200;
  private volatile String answer = GIVEN;

  @TempDir
  Path dir;

  @BeforeEach
  void start() throws Exception {
    emulator.put("db", "value-of-db");
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext("/", exchange -> {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    tokens.start();
  }

  @AfterEach
  void stop() {
    tokens.stop(0);
    emulator.close();
  }

  private String host() {
    return "127.0.0.1:" + tokens.getAddress().getPort();
  }

  private Opened open(Map<String, String> environment) throws StoreException {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("CLOUDSDK_CONFIG", dir.resolve("nothing").toString());
    all.putIfAbsent("NO_GCE_CHECK", "true");
    return Opened.open(
        Map.of(
            "project", emulator.project(),
            "endpoint", emulator.endpoint().toString()),
        all);
  }

  private Path serviceAccount(Path file, String tokenUri) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key = "-----BEGIN PRIVATE KEY-----\\n"
        + Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
        + "\\n-----END PRIVATE KEY-----\\n";
    return Files.writeString(
        file,
        "{\"type\":\"service_account\",\"client_id\":\"1\",\"project_id\":\"p\","
            + "\"client_email\":\"a@p.iam.gserviceaccount.com\",\"private_key_id\":\"k\","
            + "\"private_key\":\"" + key + "\",\"token_uri\":\"" + tokenUri + "\"}");
  }

  private Map<String, String> named() throws Exception {
    Path file = serviceAccount(dir.resolve("key.json"), "http://" + host() + "/token");
    return Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
  }

  @Test
  void takesTheFileThatTheVariableNames() throws Exception {
    try (Opened opened = open(named())) {
      assertThat(opened.text(REF)).isEqualTo("value-of-db");
      assertThat(opened.text(REF)).isEqualTo("value-of-db");
    }
    assertThat(asked).containsExactly("POST /token");
  }

  @Test
  void takesTheFileThatGcloudWrote() throws Exception {
    serviceAccount(
        dir.resolve("application_default_credentials.json"), "http://" + host() + "/token");
    try (Opened opened = open(Map.of("CLOUDSDK_CONFIG", dir.toString()))) {
      assertThat(opened.text(REF)).isEqualTo("value-of-db");
    }
    assertThat(asked).containsExactly("POST /token");
  }

  @Test
  void takesTheIdentityOfTheMachine() throws Exception {
    try (Opened opened = open(Map.of("GCE_METADATA_HOST", host(), "NO_GCE_CHECK", "false"))) {
      assertThat(opened.text(REF)).isEqualTo("value-of-db");
    }
    assertThat(asked)
        .containsExactly(
            "GET /", "GET /computeMetadata/v1/instance/service-accounts/default/token");
  }

  @Test
  void saysWhatToDoWhereThereIsNothing() throws Exception {
    try (Opened opened = open(Map.of("CI", "true"))) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure)
          .hasMessageContaining("gcloud auth application-default login")
          .hasMessageContaining("workload-identity-provider");
    }
  }

  @Test
  void saysWhatToDoWithAFileThatIsNone() throws Exception {
    Path file = Files.writeString(dir.resolve("key.json"), "{\"private_key\":\"secret-of-it\"}");
    for (String name : List.of(file.toString(), dir.resolve("missing").toString())) {
      try (Opened opened = open(Map.of("GOOGLE_APPLICATION_CREDENTIALS", name))) {
        StoreException failure = opened.failure(REF);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS");
        assertThat(failure.getMessage()).doesNotContain("secret-of-it");
      }
    }
  }

  @Test
  void saysWhatToDoWhenTheCredentialsAreRefused() throws Exception {
    status = 400;
    answer = REFUSED;
    try (Opened opened = open(named())) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure)
          .hasMessageContaining("(invalid_grant)")
          .hasMessageContaining("clock")
          .hasMessageContaining("gcloud auth application-default login");
      assertThat(failure.getMessage()).doesNotContain("token-of-this-test");
    }
  }

  @Test
  void asksATokenServiceInTroubleOnce() throws Exception {
    status = 503;
    try (Opened opened = open(named())) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isTrue();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void holdsTheAddressInAFileToTheRuleForAll() throws Exception {
    Path file = serviceAccount(dir.resolve("key.json"), "http://collector.example/token");
    try (Opened opened = open(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()))) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(failure).hasMessageContaining("credentials name");
    }
  }

  @Test
  void saysThatTheServiceNoLongerTakesTheToken() throws Exception {
    emulator.requireTokens(); // it gave out none of these
    try (Opened opened = open(named())) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("gcloud auth application-default login");
      opened.failure(REF);
    }
    assertThat(asked).as("a login for each try").hasSize(2);
  }
}
