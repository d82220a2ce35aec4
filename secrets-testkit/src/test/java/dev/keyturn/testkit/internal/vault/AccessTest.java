package dev.keyturn.testkit.internal.vault;

import static dev.keyturn.testkit.internal.vault.VaultWire.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String DENIED = "403 [1 error occurred:\n\t* permission denied\n\n]";
  private static final String BAD_TOKEN = "403 [permission denied]";

  private final ManualTime time = new ManualTime();
  private final VaultEmulator emulator = VaultEmulator.start(time);
  private final VaultWire root = new VaultWire(emulator);

  @AfterEach
  void close() {
    emulator.close();
  }

  private VaultWire token(Map<String, ?> terms) {
    return root.as((String) emulator.write("auth/token/create", terms).get("client_token"));
  }

  private void policy(String text) {
    emulator.write("sys/policies/acl/app", Map.of("policy", text));
  }

  @Test
  void tellsAMissingTokenFromAMissingRight() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    VaultWire bearer = token(Map.of("policies", "app"));

    assertThat(root.as("").errorOf("GET", "secret/data/a", "")).isEqualTo(BAD_TOKEN);
    assertThat(root.as("wrong").errorOf("GET", "secret/data/a", "")).isEqualTo(BAD_TOKEN);
    assertThat(bearer.errorOf("GET", "secret/data/a", "")).isEqualTo(DENIED);
    assertThat(bearer.errorOf("GET", "nowhere/a", "")).isEqualTo(DENIED);
    assertThat(root.errorOf("GET", "nowhere/a", ""))
        .isEqualTo("404 [no handler for route \"nowhere/a\". route entry not found.]");
  }

  @Test
  void takesABearerForAToken() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));

    HttpResponse<String> answer =
        root.as("").get("secret/data/a", "Authorization", "Bearer " + emulator.rootToken());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void obeysTheNearestRuleOfAPolicy() throws Exception {
    policy("""
        # what the application reads
        path "secret/data/app/*" { capabilities = ["read"] }
        path "secret/data/app/private/*" {
          capabilities = ["deny"]
        }
        path "secret/data/+/shared" { capabilities = ["create", "update"] allowed_parameters = {} }
        """);
    VaultWire app = token(Map.of("policies", "app"));
    String asked = "{\"paths\":[\"secret/data/app/x\",\"secret/data/app/private/x\","
        + "\"secret/data/y/shared\",\"secret/data/y/z/shared\"]}";
    Map<String, Object> capabilities =
        object(VaultWire.body(app.send("POST", "sys/capabilities-self", asked)), "data");

    assertThat(capabilities)
        .containsEntry("secret/data/app/x", List.of("read"))
        .containsEntry("secret/data/app/private/x", List.of("deny"))
        .containsEntry("secret/data/y/shared", List.of("create", "update"))
        .containsEntry("secret/data/y/z/shared", List.of("deny"));
    assertThat(app.send("POST", "secret/data/y/shared", "{\"data\":{}}").statusCode())
        .isEqualTo(200);
    assertThat(app.errorOf("GET", "secret/data/y/shared", "")).isEqualTo(DENIED);
  }

  @Test
  void namesAMountOnlyToThoseWhoMayDoSomethingThere() throws Exception {
    policy("path \"secret/data/app/*\" { capabilities = [\"read\"] }");

    VaultWire app = token(Map.of("policies", "app"));
    assertThat(app.data("sys/internal/ui/mounts/secret/x")).containsEntry("type", "kv");
    VaultWire nobody = token(Map.of("policies", "default"));
    assertThat(nobody.errorOf("GET", "sys/internal/ui/mounts/secret/x", "")).startsWith("403");
  }

  @Test
  void endsATokenInTime() throws Exception {
    VaultWire bearer = token(Map.of("policies", "app", "ttl", "30s"));
    time.advance(Duration.ofSeconds(20));
    assertThat(bearer.data("auth/token/lookup-self"))
        .containsEntry("ttl", 10)
        .containsEntry("renewable", true);
    assertThat(bearer.auth("auth/token/renew-self", "{}")).containsEntry("lease_duration", 30);
    time.advance(Duration.ofSeconds(29));
    assertThat(bearer.get("auth/token/lookup-self").statusCode()).isEqualTo(200);
    time.advance(Duration.ofSeconds(1));
    assertThat(bearer.errorOf("GET", "auth/token/lookup-self", "")).isEqualTo(BAD_TOKEN);
  }

  @Test
  void renewsATokenForNoLongerThanItMay() throws Exception {
    VaultWire bearer = token(Map.of("policies", "app", "ttl", "1m", "explicit_max_ttl", "2m"));
    time.advance(Duration.ofSeconds(50));
    HttpResponse<String> renewed =
        bearer.send("POST", "auth/token/renew-self", "{\"increment\":90}");

    assertThat(object(VaultWire.body(renewed), "auth")).containsEntry("lease_duration", 70);
    assertThat(renewed.body())
        .contains("TTL of \\\"1m30s\\\" exceeded the effective max_ttl of \\\"1m10s\\\"");
    assertThat(root.errorOf("POST", "auth/token/renew-self", "{}"))
        .isEqualTo("400 [lease is not renewable]");
  }

  @Test
  void countsTheUsesOfAToken() throws Exception {
    VaultWire bearer = token(Map.of("policies", "app", "num_uses", 2));

    assertThat(bearer.data("auth/token/lookup-self")).containsEntry("num_uses", 1);
    assertThat(bearer.errorOf("POST", "auth/token/renew-self", "{}"))
        .isEqualTo("400 [token not found]");
    assertThat(bearer.errorOf("GET", "auth/token/lookup-self", "")).isEqualTo(BAD_TOKEN);
  }

  @Test
  void endsChildrenWithTheirParent() throws Exception {
    policy("path \"auth/token/create\" { capabilities = [\"update\"] }");
    VaultWire parent = token(Map.of("policies", "app"));
    VaultWire child = root.as((String) parent.auth("auth/token/create", "{}").get("client_token"));
    assertThat(child.get("auth/token/lookup-self").statusCode()).isEqualTo(200);

    assertThat(parent.send("POST", "auth/token/revoke-self", "").statusCode()).isEqualTo(204);
    assertThat(child.errorOf("GET", "auth/token/lookup-self", "")).isEqualTo(BAD_TOKEN);
  }

  @Test
  void unwrapsOnce() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    HttpResponse<String> wrapped = root.get("secret/data/a", "X-Vault-Wrap-TTL", "30s");
    String one = (String) object(VaultWire.body(wrapped), "wrap_info").get("token");
    VaultWire bearer = root.as(one);
    assertThat(wrapped.body()).doesNotContain("\"v\"");

    assertThat(bearer.send("POST", "sys/wrapping/unwrap", "").body()).contains("\"v\":\"1\"");
    assertThat(bearer.errorOf("POST", "sys/wrapping/unwrap", ""))
        .isEqualTo("400 [wrapping token is not valid or does not exist]");
  }

  @Test
  void forgetsWhatIsWrappedForTooLong() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    HttpResponse<String> wrapped = root.get("secret/data/a", "X-Vault-Wrap-TTL", "30");
    String one = (String) object(VaultWire.body(wrapped), "wrap_info").get("token");
    time.advance(Duration.ofSeconds(30));

    assertThat(root.errorOf("POST", "sys/wrapping/unwrap", "{\"token\":\"" + one + "\"}"))
        .isEqualTo("400 [wrapping token is not valid or does not exist]");
  }

  @Test
  void keepsNamespacesApart() throws Exception {
    emulator.write("sys/namespaces/team", Map.of());
    emulator.write("team/sys/mounts/kv", Map.of("type", "kv-v2"));
    emulator.put("team/kv/a", Map.of("v", "team"));
    emulator.write(
        "team/sys/policies/acl/app",
        Map.of("policy", "path \"kv/data/*\" { capabilities = [\"read\"] }"));
    VaultWire member = root.as((String)
        emulator.write("team/auth/token/create", Map.of("policies", "app")).get("client_token"));

    for (String name : List.of("team", "team/")) {
      assertThat(member.get("kv/data/a", "X-Vault-Namespace", name).body()).contains("team");
    }
    assertThat(root.get("team/kv/data/a").statusCode()).isEqualTo(200);
    assertThat(member.errorOf("GET", "kv/data/a", "")).isEqualTo(DENIED);
    assertThat(member.errorOf("GET", "secret/data/a", "")).isEqualTo(DENIED);
    assertThat(member.data("auth/token/lookup-self")).containsEntry("namespace_path", "team/");
    assertThat(root.error(root.get("kv/data/a", "X-Vault-Namespace", "other")))
        .isEqualTo("404 [namespace not found]");
  }

  @Test
  void answersNothingWhileSealed() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    emulator.seal();
    assertThat(root.errorOf("GET", "secret/data/a", "")).isEqualTo("503 [Vault is sealed]");
    assertThat(root.get("sys/health").statusCode()).isEqualTo(503);
    assertThat(root.get("sys/health?sealedcode=299").statusCode()).isEqualTo(299);
    assertThat(root.get("sys/seal-status").body()).contains("\"sealed\":true");

    emulator.unseal();
    assertThat(root.get("secret/data/a").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsItsHealthThatItIsAStandby() throws Exception {
    for (int health : new int[] {429, 472, 473}) {
      emulator.standby(health);
      assertThat(root.as("").get("sys/health").statusCode()).isEqualTo(health);
    }
    emulator.standby(200);
    assertThat(root.as("").get("sys/health").statusCode()).isEqualTo(200);
    emulator.controls().fail(1, 473);
    assertThat(root.get("secret/data/a").statusCode()).isEqualTo(473);
  }
}
