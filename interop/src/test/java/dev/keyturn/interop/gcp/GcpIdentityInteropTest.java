package dev.keyturn.interop.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From the job to the secret, with an issuer of tokens that is not ours: it signs the job's ID token, and
 * the emulated STS checks that by the issuer's keys before it gives a token of its own.
 */
class GcpIdentityInteropTest {
  private static final String PROVIDER =
      "projects/1/locations/global/workloadIdentityPools/interop/providers/issuer";
  private static final String AUDIENCE = "https://iam.googleapis.com/" + PROVIDER;
  private static final String REF = "gcp-sm://db-password";

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private final MockOAuth2Server issuer = new MockOAuth2Server();

  @BeforeEach
  void start() throws Exception {
    issuer.start(InetAddress.getLoopbackAddress(), 0);
    emulator.put("db-password", "value-of-db");
    emulator.requireTokens();
    emulator.trust(PROVIDER, uri("ci"));
  }

  @AfterEach
  void stop() {
    issuer.shutdown();
    emulator.close();
  }

  private URI uri(String name) {
    return issuer.issuerUrl(name).uri();
  }

  private String token(String name, String audience, long seconds) {
    return issuer
        .issueToken(name, "repo:org/app", audience, Map.of("actor", "somebody"), seconds)
        .serialize();
  }

  private Secrets secrets(String token, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of(
        "project",
        emulator.project(),
        "endpoint",
        emulator.endpoint().toString(),
        "sts-endpoint",
        emulator.endpoint().toString(),
        "auth",
        "ci",
        "workload-identity-provider",
        PROVIDER,
        "id-token",
        "env://ID_TOKEN"));
    settings.putAll(more);
    return Secrets.builder()
        .environment(Map.of("ID_TOKEN", token))
        .store("gcp-sm", "gcp-sm", settings)
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  private SecretsException failure(String token) {
    try (Secrets secrets = secrets(token, Map.of())) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
      assertThat(failure).isNotNull();
      assertThat(failure.getMessage()).doesNotContain(token);
      System.out.println(failure.getMessage());
      return failure;
    }
  }

  @Test
  void aJobReadsASecretWithoutAnyKey() {
    try (Secrets secrets = secrets(token("ci", AUDIENCE, 300), Map.of())) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("ExchangeToken")).isEqualTo(1);
    System.out.println("mock-oauth2-server: a token of " + uri("ci") + ", checked by its keys");
  }

  @Test
  void aJobBecomesAServiceAccount() {
    String account = "deploy@p.iam.gserviceaccount.com";
    try (Secrets secrets =
        secrets(token("ci", AUDIENCE, 300), Map.of("service-account", account))) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls(account)).isEqualTo(1);
  }

  @Test
  void aTokenThatHasEndedIsRefused() {
    SecretsException failure = failure(token("ci", AUDIENCE, -60));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure)
        .hasMessageContaining("iss " + uri("ci"))
        .hasMessageContaining("sub repo:org/app")
        .hasMessageContaining("aud " + AUDIENCE);
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    SecretsException failure = failure(token("somebody-else", AUDIENCE, 300));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("iss " + uri("somebody-else"));
  }

  @Test
  void aTokenForSomebodyElseIsNotSent() {
    SecretsException failure = failure(token("ci", "https://vault.example", 300));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("was not sent");
    assertThat(emulator.controls().calls()).isZero();
  }
}
