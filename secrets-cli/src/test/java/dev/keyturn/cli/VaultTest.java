package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.VaultEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands at Vault. */
class VaultTest {
  private static final String CREDS = "vault://database/creds/app";

  @TempDir
  Path directory;

  private final VaultEmulator vault = VaultEmulator.start();

  @BeforeEach
  void prepare() {
    vault.put("secret/app", Map.of("password", "s3cr3t"));
    vault.write("sys/mounts/database", Map.of("type", "database"));
    vault.write(
        "database/config/pg",
        Map.of(
            "plugin_name",
            "postgresql-database-plugin",
            "allowed_roles",
            "*",
            "connection_url",
            "postgresql://{{username}}:{{password}}@127.0.0.1/app",
            "username",
            "u",
            "password",
            "p"));
    vault.write(
        "database/roles/app",
        Map.of(
            "db_name",
            "pg",
            "default_ttl",
            "1h",
            "max_ttl",
            "24h",
            "creation_statements",
            List.of("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}'")));
    vault.write(
        "sys/policies/acl/app",
        Map.of(
            "policy",
            "path \"secret/data/*\" { capabilities = [\"read\"] }"
                + " path \"database/creds/*\" { capabilities = [\"read\"] }"));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Map<String, String> ambient() {
    return Map.of("VAULT_ADDR", vault.endpoint().toString(), "VAULT_TOKEN", vault.rootToken());
  }

  private Map<String, String> approle() {
    vault.write("sys/auth/approle", Map.of("type", "approle"));
    vault.write("auth/approle/role/app", Map.of("token_policies", "app", "token_ttl", "30m"));
    Object id = vault.read("auth/approle/role/app/role-id").get("role_id");
    Object secret = vault.write("auth/approle/role/app/secret-id", Map.of()).get("secret_id");
    return Map.of("ROLE", String.valueOf(id), "SECRET_ID", String.valueOf(secret));
  }

  private Run asApprole(Map<String, String> approle, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(
        "--set",
        "store.vault.address=" + vault.endpoint(),
        "--set",
        "store.vault.auth=approle",
        "--set",
        "store.vault.role-id=" + approle.get("ROLE"),
        "--set",
        "store.vault.secret-id=env://SECRET_ID"));
    return Run.in(directory, approle, all.toArray(String[]::new));
  }

  @Test
  void getNeedsNoFile() {
    Run run = Run.in(directory, ambient(), "get", "vault://secret/app#password");
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.text()).isEqualTo("s3cr3t");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theLoginOfVaultsOwnCommandIsUsed() throws Exception {
    Files.writeString(directory.resolve(".vault-token"), vault.rootToken());
    Map<String, String> environment = new HashMap<>(ambient());
    environment.remove("VAULT_TOKEN");
    environment.put("HOME", directory.toString());
    Run run = Run.in(directory, environment, "get", "vault://secret/app#password");
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.text()).isEqualTo("s3cr3t");
  }

  @Test
  void theLoginOfVaultsOwnCommandGoesToNoOtherServer() throws Exception {
    Files.writeString(directory.resolve(".vault-token"), vault.rootToken());
    String other = vault.endpoint().toString().replace("127.0.0.1", "localhost");
    Run run = Run.in(
        directory,
        Map.of("VAULT_ADDR", vault.endpoint().toString(), "HOME", directory.toString()),
        "get",
        "vault://secret/app",
        "--set",
        "store.vault.address=" + other);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("store.vault.auth");
    assertThat(vault.controls().calls()).isZero();
  }

  @Test
  void getLeavesLeaseAndLoginAliveAndSaysWhenTheyEnd() {
    Run run = asApprole(approle(), "get", CREDS);
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.err()).matches("keyturn: " + CREDS + " ends at .*, in (29|30) min\n");
    assertThat(vault.leases()).hasSize(1);
    assertThat(vault.endLogins()).isEqualTo(1);
  }

  @Test
  void getEndsALoginThatNothingHangsOn() {
    Run run = asApprole(approle(), "get", "vault://secret/app#password");
    assertThat(run.text()).as(run.everything()).isEqualTo("s3cr3t");
    assertThat(vault.endLogins()).isZero();
  }

  @Test
  void checkMakesNoCredential() {
    Run run = asApprole(approle(), "check", CREDS, "vault://secret/app");
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.text()).containsPattern(CREDS + " +found +made at each read, so not read");
    assertThat(vault.leases()).isEmpty();
    assertThat(vault.controls().calls("sys/capabilities-self")).isEqualTo(1);
    assertThat(vault.endLogins()).isZero();
  }
}
