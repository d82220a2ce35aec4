package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.VaultEmulator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To which address which credential goes. */
class TrustTest {
  private final VaultEmulator emulator = VaultEmulator.start();
  private final String address = emulator.endpoint().toString();
  private final String token = emulator.rootToken();

  @AfterEach
  void close() {
    emulator.close();
  }

  private static StoreException assertRefused(
      Map<String, String> settings, Map<String, String> environment) {
    StoreException failure = Opened.refusal(settings, environment);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    return failure;
  }

  @Test
  void readsWithTheVariablesAlone() throws Exception {
    emulator.put("secret/app", Map.of("a", "1"));
    try (Opened opened =
        Opened.open(Map.of(), Map.of("VAULT_ADDR", address + "/", "VAULT_TOKEN", token + "\n"))) {
      assertThat(opened.text("vault://secret/app#a")).isEqualTo("1");
      assertThat(opened.store.describe()).containsEntry("identity", "token of VAULT_TOKEN");
    }
  }

  @Test
  void takesTheTokenOfTheSurroundingsForTheSameAddress() throws Exception {
    emulator.put("secret/app", Map.of("a", "1"));
    try (Opened opened = Opened.open(
        Map.of("address", address), Map.of("VAULT_ADDR", address, "VAULT_TOKEN", token))) {
      assertThat(opened.text("vault://secret/app#a")).isEqualTo("1");
    }
  }

  @Test
  void takesTheNamespaceOfTheSurroundingsForTheSameAddressOnly() throws Exception {
    emulator.write("sys/namespaces/team1", Map.of());
    emulator.write("team1/sys/mounts/kv", Map.of("type", "kv", "options", Map.of("version", "2")));
    emulator.write("team1/kv/data/app", Map.of("data", Map.of("a", "theirs")));
    emulator.put("secret/app", Map.of("a", "ours"));
    Map<String, String> ambient =
        Map.of("VAULT_ADDR", address, "VAULT_TOKEN", token, "VAULT_NAMESPACE", "team1");
    try (Opened opened = Opened.open(Map.of(), ambient)) {
      assertThat(opened.text("vault://kv/app#a")).isEqualTo("theirs");
    }
    String other = address.replace("127.0.0.1", "localhost");
    try (Opened opened = Opened.open(Map.of("address", other, "token", token), ambient)) {
      assertThat(opened.text("vault://secret/app#a")).isEqualTo("ours");
    }
  }

  @Test
  void sendsTheTokenOfTheSurroundingsNowhereElse() {
    String other = address.replace("127.0.0.1", "localhost");
    Map<String, String> ambient = Map.of("VAULT_ADDR", address, "VAULT_TOKEN", token);
    assertThat(assertRefused(Map.of("address", other), ambient))
        .hasMessageContaining("store.vault.auth")
        .hasMessageContaining("VAULT_ADDR only");
    assertThat(assertRefused(Map.of("address", other, "auth", "token"), ambient))
        .hasMessageContaining("store.vault.token");
    assertThat(emulator.controls().calls()).isZero();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(assertRefused(Map.of(), Map.of())).hasMessageContaining("VAULT_ADDR");
    assertThat(assertRefused(Map.of("address", address), Map.of()))
        .hasMessageContaining("store.vault.auth");
    assertThat(assertRefused(Map.of("address", address, "auth", "ldap"), Map.of()))
        .hasMessageContaining("approle");
  }

  @ParameterizedTest
  @CsvSource({
    "approle, store.vault.role-id",
    "jwt, store.vault.auth",
    "kubernetes, store.vault.role",
    "userpass, store.vault.username",
    "cert, store.vault.client-cert",
    "token, store.vault.token"
  })
  void saysWhatALoginNeeds(String auth, String key) {
    assertThat(assertRefused(Map.of("address", address, "auth", auth), Map.of()))
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://vault.example:8200",
        "https://user@vault.example",
        "vault:8200",
        "ftp://x",
        "https://vault.example?x=",
        "https://vault.example#x"
      })
  void refusesAnAddressThatIsNotSafe(String unsafe) {
    assertThat(assertRefused(Map.of("address", unsafe, "token", token), Map.of()))
        .hasMessageContaining("store.vault.address");
    assertThat(assertRefused(Map.of(), Map.of("VAULT_ADDR", unsafe, "VAULT_TOKEN", token)))
        .hasMessageContaining("VAULT_ADDR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "s.line\nbreak", "s.\u00e4"})
  void doesNotSendATokenThatCannotBeOne(String broken) throws Exception {
    try (Opened opened = Opened.open(Map.of("address", address, "token", broken), Map.of())) {
      StoreException failure = opened.failure("vault://secret/app");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure.getMessage()).doesNotContain(broken).contains("store.vault.token");
    }
    assertThat(emulator.controls().calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"team one", "team\nX-Vault-Token: x", "t\u00e4m"})
  void refusesANamespaceThatIsNoHeader(String namespace) {
    assertRefused(Map.of("address", address, "token", token, "namespace", namespace), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "VAULT_SKIP_VERIFY, true",
    "VAULT_SKIP_VERIFY, 1",
    "VAULT_SKIP_VERIFY, yes",
    "VAULT_SKIP_VERIFY, T",
    "VAULT_SSL_VERIFY, false",
    "VAULT_SSL_VERIFY, 0",
    "VAULT_SSL_VERIFY, no"
  })
  void refusesToSwitchTheCheckOfCertificatesOff(String variable, String value) {
    Map<String, String> settings = Map.of("address", address, "token", token);
    assertThat(assertRefused(settings, Map.of(variable, value)))
        .hasMessageContaining(variable)
        .hasMessageContaining("VAULT_CACERT")
        .hasMessageContaining("store.vault.ca-cert");
  }

  @Test
  void letsTheSwitchStandWhereItIsOn() throws Exception {
    emulator.put("secret/app", Map.of("a", "1"));
    try (Opened opened = Opened.open(
        Map.of("address", address, "token", token),
        Map.of("VAULT_SKIP_VERIFY", "false", "VAULT_SSL_VERIFY", "true"))) {
      assertThat(opened.text("vault://secret/app#a")).isEqualTo("1");
    }
  }
}
