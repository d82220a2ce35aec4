package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.internal.http.TunnelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real addresses, behind a proxy that leads to this machine. */
class GcpProxyTest {
  private static final String GLOBAL = "secretmanager.googleapis.com";
  private static final String REGIONAL = "secretmanager.europe-west3.rep.googleapis.com";
  private static final String STS = "sts.googleapis.com";
  private static final String IAM = "iamcredentials.googleapis.com";
  private static final String PROVIDER =
      "projects/481516234200/locations/global/workloadIdentityPools/github/providers/actions";

  @TempDir
  static Path dir;

  private static Path ca;
  private static TestKeys keys;

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private TlsFront front;
  private TunnelServer proxy;

  @BeforeAll
  static void makeKeys() throws Exception {
    ca = dir.resolve("ca.pem");
    keys = TestKeys.signed(
        dir, "san=dns:" + GLOBAL + ",dns:" + REGIONAL + ",dns:" + STS + ",dns:" + IAM, ca);
  }

  @BeforeEach
  void start() throws Exception {
    emulator.put("db", "value-of-db");
    emulator.put("projects/emulated-project/locations/europe-west3/secrets/db", "regional");
    emulator.requireTokens();
    front = new TlsFront(keys, emulator.endpoint().getPort());
    proxy = new TunnelServer("proxy-test", front.port());
    environment.put("HTTPS_PROXY", proxy.address().toString());
    try (Issuer issuer = new Issuer()) {
      environment.put("GOOGLE_ID_TOKEN", issuer.token("https://iam.googleapis.com/" + PROVIDER));
    }
    settings.put("project", emulator.project());
    settings.put("auth", "ci");
    settings.put("id-token", "env://GOOGLE_ID_TOKEN");
    settings.put("workload-identity-provider", PROVIDER);
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
        .store("gcp-sm", "gcp-sm", settings)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private String read() {
    try (Secrets secrets = secrets()) {
      return secrets.get("gcp-sm://db").reveal();
    }
  }

  @Test
  void theLoginAndTheCallGoToGooglesOwnAddresses() {
    assertThat(read()).isEqualTo("value-of-db");
    assertThat(proxy.asked()).containsExactly(STS + ":443", GLOBAL + ":443");
  }

  @Test
  void soDoesTheTokenOfAServiceAccount() {
    settings.put("service-account", "deploy@emulated-project.iam.gserviceaccount.com");
    assertThat(read()).isEqualTo("value-of-db");
    assertThat(proxy.asked()).containsExactly(STS + ":443", IAM + ":443", GLOBAL + ":443");
  }

  @Test
  void aLocationHasAnAddressOfItsOwn() {
    settings.put("location", "europe-west3");
    assertThat(read()).isEqualTo("regional");
    assertThat(proxy.asked()).containsExactly(STS + ":443", REGIONAL + ":443");
  }

  @Test
  void saysWhoIsNotTrustedAndWhichKeyHelps() {
    settings.remove("ca-cert");
    try (Secrets secrets = secrets()) {
      SecretsException failure = catchThrowableOfType(
          SecretsException.class, () -> secrets.get("gcp-sm://db", Duration.ofSeconds(5)));
      assertThat(failure)
          .hasMessageContaining("the certificate shown for " + STS + ", reached through the proxy")
          .hasMessageContaining("store.gcp-sm.ca-cert");
    }
  }
}
