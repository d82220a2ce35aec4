package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks: a CI job, or the first of Azure's own ways that is there. */
class AzureIdentityTest {
  private static final String REF = "azure-kv://db-password";
  private static final String SUBJECT = "repo:org/app:ref:refs/heads/main";

  private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
  private final String token = emulator.idToken(SUBJECT);

  @BeforeEach
  void put() {
    emulator.put("db-password", "value-of-db");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private Secrets secrets(Map<String, String> environment, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(emulator.settings());
    settings.putAll(more);
    return Secrets.builder()
        .environment(environment)
        .store("azure-kv", "azure-kv", settings)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private Secrets job() {
    return secrets(Map.of("ID_TOKEN", token), Map.of("id-token", "env://ID_TOKEN"));
  }

  private SecretsException failure(Secrets secrets) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
    assertThat(failure).isNotNull();
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(token.substring(token.lastIndexOf('.')));
    return failure;
  }

  @Test
  void aJobExchangesItsToken() {
    emulator.federate("https://ci.example", SUBJECT);
    try (Secrets secrets = job()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
      secrets.refresh(REF);
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(1);
  }

  @Test
  void asksForATokenAgainBeforeTheOldOneEnds() {
    emulator.limitTokens(Duration.ofSeconds(9)); // below what is spared: each call asks
    try (Secrets secrets = job()) {
      secrets.get(REF);
      secrets.refresh(REF);
      secrets.refresh(REF);
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(3);
  }

  @Test
  void manyWaitForOneLogin() {
    emulator.controls().on("Token").delay(Duration.ofMillis(300));
    IntStream.range(0, 40).forEach(i -> emulator.put("s" + i, "v" + i));
    try (Secrets secrets = job()) {
      List<CompletableFuture<?>> all = IntStream.range(0, 40)
          .<CompletableFuture<?>>mapToObj(i -> secrets.getAsync("azure-kv://s" + i))
          .toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(1);
  }

  @Test
  void aLoginThatFailsDoesNotDelayTheNext() throws Exception {
    emulator.controls().on("Token").fail(1, 400, "AADSTS700016");
    try (Opened opened = Opened.at(emulator)) {
      assertThat(opened.failure(REF).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      // left to itself, the SDK would wait for 30 s; Opened waits for 10
      assertThat(opened.text(REF)).isEqualTo("value-of-db");
    }
  }

  @Test
  void logsInAgainWhenTheVaultNoLongerTakesTheToken() {
    try (Secrets secrets = job()) {
      secrets.get(REF);
      emulator.controls().on("GetSecret").fail(1, 401);
      assertThat(secrets.refresh(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(2);
  }

  @Test
  void showsTheClaimsOfATokenThatIsRefusedAndNotTheToken() {
    emulator.federate("https://somebody.else", SUBJECT);
    try (Secrets secrets = job()) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure)
          .hasMessageContaining("AADSTS700211")
          .hasMessageContaining("iss https://ci.example")
          .hasMessageContaining("sub " + SUBJECT)
          .hasMessageContaining("aud api://AzureADTokenExchange")
          .hasMessageContaining("exp 20");
    }
    emulator.federate("https://ci.example", "repo:org/other");
    try (Secrets secrets = job()) {
      assertThat(failure(secrets))
          .hasMessageContaining("AADSTS700213")
          .hasMessageContaining("(sub)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, AADSTS70021, UNAUTHENTICATED, federated credential",
    "401, AADSTS700024, UNAUTHENTICATED, expired",
    "400, AADSTS700016, UNAUTHENTICATED, client-id",
    "400, AADSTS90002, UNAUTHENTICATED, tenant-id",
    "400, AADSTS53003, UNAUTHENTICATED, conditional access",
    "400, AADSTS123456, UNAUTHENTICATED, error?code=123456",
    "503, x, UNAVAILABLE, no tokens now",
    "429, x, THROTTLED, no tokens now"
  })
  void aRefusalOfEntraId(int status, String number, ErrorCode code, String advice) {
    try (Secrets secrets = job()) {
      emulator.controls().on("Token").fail(1000, status, number);
      SecretsException failure = catchThrowableOfType(
          SecretsException.class, () -> secrets.get(REF, Duration.ofSeconds(5)));
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(failure).hasMessageContaining(advice);
    }
  }

  @Test
  void sendsNoTokenThatIsMeantForSomebodyElse() {
    String other = token.replaceFirst("\\..*\\.", ".e30."); // claims nothing
    try (Secrets secrets =
        secrets(Map.of("ID_TOKEN", other), Map.of("id-token", "env://ID_TOKEN"))) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("was not sent");
    }
    assertThat(emulator.controls().calls("Token")).isZero();
  }

  @Test
  void theDefaultChainTakesTheVariablesThatTheStoreSees() {
    Map<String, String> environment = Map.of(
        "AZURE_TENANT_ID", emulator.tenantId(),
        "AZURE_CLIENT_ID", "00000000-0000-4000-8000-000000000002",
        "AZURE_CLIENT_SECRET", "secret-of-this-application");
    try (Secrets secrets = secrets(environment, Map.of("auth", "default"))) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("Token")).isEqualTo(1);
  }

  @Test
  void aTenantThatIsNotTheVaultsIsNamedAsTheReason() {
    Map<String, String> elsewhere =
        Map.of("id-token", "env://ID_TOKEN", "tenant-id", "11111111-2222-4333-8444-555555555555");
    try (Secrets secrets = secrets(Map.of("ID_TOKEN", token), elsewhere)) {
      SecretsException failure = failure(secrets);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("tenant-id");
    }
  }
}
