package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureSettingsTest {
  private static final String VAULT = "https://kv.vault.azure.net";

  private static StoreException failure(Map<String, String> settings, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    StoreException failure =
        catchThrowableOfType(StoreException.class, () -> Opened.open(settings, environment));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    return failure;
  }

  @Test
  void wantsAVault() {
    assertThat(failure(Map.of(), Map.of())).hasMessageContaining("azure-kv.vault-url");
  }

  @ParameterizedTest
  @CsvSource({
    "vault-url, http://kv.vault.azure.net",
    "vault-url, http://127.0.0.1:8200",
    "vault-url, https://me:pass@kv.vault.azure.net",
    "vault-url, https://kv.vault.azure.net/secrets/db",
    "vault-url, https://kv.vault.azure.net?x=y",
    "authority, http://login.example",
    "authority, http://localhost:8080",
    "authority, https://login.example/tenant",
    "auth, none",
    "tenant-id, ../common",
    "client-id, a b",
    "proxy, https://me:pass@proxy.example"
  })
  void refuses(String key, String value) {
    Map<String, String> settings = new HashMap<>(Map.of("vault-url", VAULT));
    settings.put(key, value);
    assertThat(failure(settings, Map.of()))
        .hasMessageContaining(key)
        .message()
        .doesNotContain("pass@");
  }

  @Test
  void looksAtTheAuthorityOfTheEnvironmentToo() throws Exception {
    Map<String, String> settings = Map.of("vault-url", VAULT);
    assertThat(failure(settings, Map.of("AZURE_AUTHORITY_HOST", "http://login.example")))
        .hasMessageContaining("AZURE_AUTHORITY_HOST");
    // without a scheme, as the SDKs take it
    Opened.open(settings, Map.of("AZURE_AUTHORITY_HOST", "login.microsoftonline.us"))
        .close();
  }

  @Test
  void wantsToKnowAsWhomAJobActs() {
    Map<String, String> settings = Map.of("vault-url", VAULT, "auth", "ci");
    assertThat(failure(settings, Map.of())).hasMessageContaining("tenant-id");
    assertThat(failure(settings, Map.of("AZURE_TENANT_ID", "t"))).hasMessageContaining("client-id");
    assertThat(failure(settings, Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c")))
        .hasMessageContaining("id-token");
  }

  @Test
  void aManagedIdentityBringsItsTenant() {
    Map<String, String> settings =
        Map.of("vault-url", VAULT, "auth", "managed-identity", "tenant-id", "t");
    assertThat(failure(settings, Map.of())).hasMessageContaining("tenant-id");
  }
}
