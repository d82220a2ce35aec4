package dev.keyturn.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.internal.tls.TestAuthority;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who asks, from the job to the secret, with an issuer of tokens that is not ours: it signs the job's ID
 * token, takes it in exchange for a token of the vault, and the vault checks that by the issuer's keys.
 */
class AzureIdentityInteropTest {
  private static final String TENANT = "interop-tenant";
  private static final String CLIENT = "deploy-application";
  private static final String AUDIENCE = "https://vault.azure.net";
  private static final String ISSUER_PATH = TENANT + "/oauth2/v2.0";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
  private final TestAuthority authority = TestAuthority.create();
  private final Path folder = Tools.folder("azure-identity");
  private MockOAuth2Server issuer;

  @BeforeEach
  void start() throws Exception {
    emulator.put("db-password", "value-of-db");
    Path keys = folder.resolve("issuer.p12");
    try (OutputStream out = Files.newOutputStream(keys)) {
      authority.server("localhost", "127.0.0.1").keyStore(PASSWORD).store(out, PASSWORD);
    }
    Files.writeString(
        folder.resolve("trusted.pem"), Files.readString(emulator.caCert()) + authority.pem());
    issuer = new MockOAuth2Server(OAuth2Config.Companion.fromJson(
        """
        {"httpServer": {"type": "NettyWrapper", "ssl": {
           "keyPassword": "changeit", "keystoreFile": "%s", "keystoreType": "PKCS12",
           "keystorePassword": "changeit"}},
         "tokenCallbacks": [{"issuerId": "%s", "tokenExpiry": 900, "requestMappings": [
           {"requestParam": "grant_type", "match": "client_credentials",
            "claims": {"sub": "%s", "aud": ["%s"]}}]}]}
        """.formatted(keys.toAbsolutePath(), ISSUER_PATH, CLIENT, AUDIENCE)));
    issuer.start(InetAddress.getByName("localhost"), 0);
  }

  @AfterEach
  void stop() {
    issuer.shutdown();
    emulator.close();
  }

  private URI address() {
    return URI.create("https://localhost:" + issuer.baseUrl().port());
  }

  private void trust(String issuerName, String audience, String keysOf) {
    String jwks = issuer.getConfig().getTokenProvider().publicJwkSet(keysOf).toString();
    emulator.trust(issuerName, audience, jwks, address().resolve("/" + TENANT));
  }

  private String issuerName() {
    return issuer.issuerUrl(ISSUER_PATH).toString();
  }

  private Secrets secrets(String auth, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(emulator.settings());
    settings.put("authority", address().toString());
    settings.put("ca-cert", folder.resolve("trusted.pem").toAbsolutePath().toString());
    settings.put("tenant-id", TENANT);
    settings.put("client-id", CLIENT);
    settings.put("auth", auth);
    if (auth.equals("ci")) {
      settings.put("id-token", "env://ID_TOKEN");
    }
    return Secrets.builder()
        .environment(environment)
        .store("azure-kv", "azure-kv", settings)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  /** This issuer takes as an assertion only what a client says of itself. */
  private Secrets job() {
    String token = issuer
        .issueToken(
            "ci", CLIENT, "api://AzureADTokenExchange", Map.of("iss", CLIENT, "sub", CLIENT), 300)
        .serialize();
    return secrets("ci", Map.of("ID_TOKEN", token));
  }

  private SecretsException failure() {
    try (Secrets secrets = job()) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get("azure-kv://db-password"));
      assertThat(failure).isNotNull();
      System.out.println(failure.getMessage());
      return failure;
    }
  }

  @Test
  void aJobReadsASecretWithoutAnyKeyOfItsOwn() {
    trust(issuerName(), AUDIENCE, ISSUER_PATH);
    try (Secrets secrets = job()) {
      assertThat(secrets.get("azure-kv://db-password").reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("Token")).isZero();
    System.out.println(
        "mock-oauth2-server: exchanged at " + issuerName() + ", checked by its keys");
  }

  @Test
  void anApplicationReadsASecretWithItsOwnSecret() {
    trust(issuerName(), AUDIENCE, ISSUER_PATH);
    Map<String, String> environment = Map.of(
        "AZURE_TENANT_ID", TENANT,
        "AZURE_CLIENT_ID", CLIENT,
        "AZURE_CLIENT_SECRET", "secret-of-the-application");
    try (Secrets secrets = secrets("default", environment)) {
      assertThat(secrets.get("azure-kv://db-password").reveal()).isEqualTo("value-of-db");
    }
  }

  @Test
  void theVaultRefusesATokenThatIsNotForItOrNotOfItsIssuer() {
    trust(issuerName(), "https://management.azure.com", ISSUER_PATH);
    assertThat(failure().code()).as("audience").isEqualTo(ErrorCode.UNAUTHENTICATED);
    trust(issuerName(), AUDIENCE, "somebody-else");
    assertThat(failure().code()).as("keys").isEqualTo(ErrorCode.UNAUTHENTICATED);
    trust(issuerName(), AUDIENCE, ISSUER_PATH);
    try (Secrets secrets = job()) {
      assertThat(secrets.get("azure-kv://db-password").reveal()).isEqualTo("value-of-db");
    }
  }

  @Test
  void theVaultRefusesATokenOfAnIssuerThatItWasNotGiven() {
    trust("https://somebody.else", AUDIENCE, ISSUER_PATH);
    assertThat(failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void anIssuerThatIsNotThereIsAnOutage() {
    trust(issuerName(), AUDIENCE, ISSUER_PATH);
    Secrets secrets = job();
    issuer.shutdown();
    try (secrets) {
      SecretsException failure = catchThrowableOfType(
          SecretsException.class,
          () -> secrets.get("azure-kv://db-password", Duration.ofSeconds(3)));
      assertThat(List.of(ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT)).contains(failure.code());
      assertThat(failure).hasMessageContaining("localhost");
    }
  }
}
