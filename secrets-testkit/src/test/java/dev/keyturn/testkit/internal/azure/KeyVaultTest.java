package dev.keyturn.testkit.internal.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.ManualTime;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyVaultTest {
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start(time);
  private VaultWire wire;

  @BeforeEach
  void logIn() throws Exception {
    wire = new VaultWire(emulator).loggedIn("https%3A%2F%2Fvault.azure.net");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void keepsEachVersionAndGivesTheLastOne() throws Exception {
    String first = emulator.put("db", "one");
    String second = emulator.rotate("db", "two");
    assertThat(VaultWire.body(wire.get("/secrets/db")))
        .containsEntry("value", "two")
        .containsEntry("id", emulator.vaultUrl() + "/secrets/db/" + second);
    assertThat(VaultWire.body(wire.get("/secrets/DB/" + first))).containsEntry("value", "one");
    assertThat(wire.error("GET", "/secrets/db/" + UNKNOWN, "")).isEqualTo("404 SecretNotFound");
    assertThat(wire.error("GET", "/secrets/db/latest", "")).isEqualTo("400 BadParameter");
    assertThatIllegalArgumentException().isThrownBy(() -> emulator.rotate("other", "x"));
  }

  @Test
  void tellsDatesInWholeSeconds() throws Exception {
    emulator.put("db", "one");
    emulator.expires("db", Instant.ofEpochSecond(1_800_000_000));
    emulator.notBefore("db", Instant.ofEpochSecond(1_700_000_000));
    assertThat(VaultWire.body(wire.get("/secrets/db")).get("attributes"))
        .isEqualTo(Map.of(
            "enabled", true,
            "nbf", 1_700_000_000,
            "exp", 1_800_000_000,
            "created", 1_767_225_600,
            "updated", 1_767_225_600,
            "recoveryLevel", "Recoverable+Purgeable",
            "recoverableDays", 90));
  }

  @Test
  void refusesToReadWhatIsDisabled() throws Exception {
    emulator.put("db", "one");
    emulator.disable("db");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("403 Forbidden SecretDisabled");
    emulator.enable("db");
    assertThat(wire.get("/secrets/db").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsWhatIsDeletedUntilItIsPurged() throws Exception {
    emulator.put("db", "one");
    emulator.settleAfter(Duration.ofSeconds(20));
    emulator.delete("db");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("404 SecretNotFound");
    assertThat(wire.error("GET", "/deletedsecrets/db", "")).isEqualTo("404 SecretNotFound");
    assertThat(wire.error("PUT", "/secrets/db", "{\"value\":\"x\"}"))
        .isEqualTo("409 Conflict ObjectIsDeletedButRecoverable");
    time.advance(Duration.ofSeconds(20));
    assertThat(wire.get("/deletedsecrets/db").statusCode()).isEqualTo(200);
    emulator.recover("db");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("404 SecretNotFound");
    time.advance(Duration.ofSeconds(20));
    assertThat(wire.get("/secrets/db").statusCode()).isEqualTo(200);
    emulator.purge("db");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("404 SecretNotFound");
  }

  @Test
  void refusesNamesValuesAndVerbsAsTheServiceDoes() throws Exception {
    assertThat(wire.error("PUT", "/secrets/a_b", "{\"value\":\"x\"}"))
        .isEqualTo("400 BadParameter");
    assertThat(wire.error("PUT", "/secrets/a", "{}")).isEqualTo("400 BadParameter");
    assertThat(wire.error("PUT", "/secrets/a", "no json")).isEqualTo("400 BadParameter");
    String tooLong = "{\"value\":\"" + "x".repeat(25 * 1024 + 1) + "\"}";
    assertThat(wire.error("PUT", "/secrets/a", tooLong)).isEqualTo("400 BadParameter");
    assertThat(wire.error("POST", "/secrets/a", "")).isEqualTo("405 MethodNotAllowed");
  }

  @Test
  void refusesInTheWayOfItsRights() throws Exception {
    emulator.put("db", "one");
    emulator.controls().deny("db");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("403 Forbidden ForbiddenByRbac");
    emulator.useAccessPolicies();
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("403 Forbidden AccessDenied");
    emulator.controls().allow("db").throttle(1);
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("429 Throttled");
    emulator.controls().fail(1, 503);
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("503 ServiceUnavailable");
  }

  @Test
  void challengesWhoBearsNoTokenWhateverIsAskedFor() throws Exception {
    emulator.controls().deny("db");
    wire.token = "";
    HttpResponse<String> answer = wire.get("/secrets/db");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer authorization=\"https://login.microsoftonline.com/" + emulator.tenantId()
            + "\", resource=\"https://vault.azure.net\"");
  }

  @Test
  void checksSignatureAudienceIssuerAndExpiryOfTheBearer() throws Exception {
    emulator.put("db", "one");
    String good = wire.token;
    List<String> parts = List.of(good.split("\\."));
    for (String bad : List.of(
        "no token",
        parts.get(0) + "." + parts.get(1) + ".",
        parts.get(0) + "." + parts.get(1) + ".AAAA",
        "eyJhbGciOiJub25lIn0." + parts.get(1) + ".")) {
      wire.token = bad;
      assertThat(wire.error("GET", "/secrets/db", "")).as(bad).isEqualTo("401 Unauthorized");
    }
    wire.loggedIn("https%3A%2F%2Fmanagement.azure.com");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("401 Unauthorized");
    wire.token = emulator.idToken("job");
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("401 Unauthorized");
    wire.token = good;
    assertThat(wire.get("/secrets/db").statusCode()).isEqualTo(200);
    time.advance(Duration.ofHours(1));
    assertThat(wire.error("GET", "/secrets/db", "")).isEqualTo("401 Unauthorized");
  }

  @Test
  void givesTokensToTheJobsThatItKnows() throws Exception {
    String form = "grant_type=client_credentials&client_id=app"
        + "&scope=https%3A%2F%2Fvault.azure.net%2F.default&client_assertion=";
    String tenant = emulator.tenantId();
    assertThat(wire.login("other", form + "x").body()).contains("AADSTS90002");
    assertThat(wire.login(tenant, form + "x").body()).contains("AADSTS50027");
    assertThat(wire.login(tenant, form + emulator.idToken("job")).statusCode()).isEqualTo(200);
    assertThat(wire.login(tenant, form + wire.token).body()).contains("AADSTS700212");
    emulator.federate("https://elsewhere.example", "job");
    assertThat(wire.login(tenant, form + emulator.idToken("job")).body()).contains("AADSTS700211");
    emulator.federate("https://ci.example", "other");
    assertThat(wire.login(tenant, form + emulator.idToken("job")).body()).contains("AADSTS700213");
    assertThat(wire.login(tenant, form + emulator.idToken("other")).statusCode())
        .isEqualTo(200);
    String late = emulator.idToken("other");
    time.advance(Duration.ofMinutes(5));
    assertThat(wire.login(tenant, form + late).body()).contains("AADSTS700024");
  }
}
