package dev.keyturn.testkit.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private final ManualTime time = new ManualTime();
  private final VaultEmulator emulator = VaultEmulator.start(time);
  private final VaultWire anybody = new VaultWire(emulator).as("");

  @AfterEach
  void close() {
    emulator.close();
  }

  private void enable(String type) {
    emulator.write("sys/auth/" + type, Map.of("type", type));
  }

  private String appRole(Map<String, ?> role) {
    enable("approle");
    emulator.write("auth/approle/role/app", role);
    emulator.write("auth/approle/role/app/role-id", Map.of("role_id", "the-role"));
    return newSecretId();
  }

  private String newSecretId() {
    return (String) emulator.write("auth/approle/role/app/secret-id", Map.of()).get("secret_id");
  }

  private static String credentials(String secretId) {
    return "{\"role_id\":\"the-role\",\"secret_id\":\"" + secretId + "\"}";
  }

  @Test
  void logsInWithARoleAndItsSecretId() throws Exception {
    String secretId =
        appRole(Map.of("token_policies", "app", "token_ttl", "30s", "token_max_ttl", "60s"));
    Map<String, Object> auth = anybody.auth("auth/approle/login", credentials(secretId));
    assertThat(auth).containsEntry("lease_duration", 30).containsEntry("renewable", true);
    assertThat(emulator.controls().calls("login")).isEqualTo(1);

    VaultWire bearer = anybody.as((String) auth.get("client_token"));
    time.advance(Duration.ofSeconds(20));
    assertThat(bearer.auth("auth/token/renew-self", "{}")).containsEntry("lease_duration", 30);
    time.advance(Duration.ofSeconds(20));
    assertThat(bearer.auth("auth/token/renew-self", "{}")).containsEntry("lease_duration", 20);
    assertThat(bearer.data("auth/token/lookup-self")).containsEntry("display_name", "approle");
  }

  @Test
  void spendsASecretId() throws Exception {
    String secretId = appRole(Map.of("secret_id_num_uses", 1, "secret_id_ttl", "1m"));
    anybody.auth("auth/approle/login", credentials(secretId));
    String invalid = "400 [invalid role or secret ID]";
    assertThat(anybody.errorOf("POST", "auth/approle/login", credentials(secretId)))
        .isEqualTo(invalid);

    String late = newSecretId();
    time.advance(Duration.ofMinutes(1));
    assertThat(anybody.errorOf("POST", "auth/approle/login", credentials(late))).isEqualTo(invalid);
    assertThat(anybody.errorOf("POST", "auth/approle/login", "{\"role_id\":\"the-role\"}"))
        .isEqualTo("400 [missing secret_id]");
  }

  @Test
  void wrapsASecretId() throws Exception {
    appRole(Map.of("token_policies", "app"));
    VaultWire root = new VaultWire(emulator);
    Map<String, Object> wrapped = VaultWire.body(
        root.send("POST", "auth/approle/role/app/secret-id", "", "X-Vault-Wrap-TTL", "60s"));
    VaultWire bearer =
        anybody.as((String) VaultWire.object(wrapped, "wrap_info").get("token"));
    Map<String, Object> data =
        VaultWire.object(VaultWire.body(bearer.send("POST", "sys/wrapping/unwrap", "")), "data");

    anybody.auth("auth/approle/login", credentials((String) data.get("secret_id")));
  }

  @Test
  void logsInWithNameAndPassword() throws Exception {
    enable("userpass");
    emulator.write("auth/userpass/users/alice", Map.of("password", "pw", "token_ttl", "30s"));

    assertThat(anybody.auth("auth/userpass/login/Alice", "{\"password\":\"pw\"}"))
        .containsEntry("lease_duration", 30)
        .containsEntry("metadata", Map.of("username", "alice"));
    for (String name : new String[] {"alice", "bob"}) {
      assertThat(anybody.errorOf("POST", "auth/userpass/login/" + name, "{\"password\":\"no\"}"))
          .isEqualTo("400 [invalid username or password]");
    }
  }

  @Test
  void letsNobodyInWhereNothingIsMounted() throws Exception {
    assertThat(anybody.errorOf("POST", "auth/approle/login", "{}"))
        .isEqualTo("403 [permission denied]");
  }

  @Test
  void refusesACertificateThatWasNotShown() throws Exception {
    enable("cert");
    assertThat(anybody.errorOf("POST", "auth/cert/login", "{\"name\":\"app\"}"))
        .isEqualTo("400 [no client certificate found]");
  }
}
