package dev.keyturn.testkit.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final ManualTime time = new ManualTime();
  private final VaultEmulator emulator = VaultEmulator.start(time);
  private final VaultWire root = new VaultWire(emulator);

  @BeforeEach
  void mount() {
    emulator.write("sys/mounts/database", Map.of("type", "database"));
    emulator.write("database/config/db", Map.of("plugin_name", "postgresql-database-plugin"));
    emulator.write(
        "database/roles/app", Map.of("db_name", "db", "default_ttl", "5s", "max_ttl", "20s"));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private static String id(Map<String, Object> credential) {
    return (String) credential.get("lease_id");
  }

  private Map<String, Object> renew(String lease, int increment) throws Exception {
    String body = "{\"lease_id\":\"" + lease + "\",\"increment\":" + increment + "}";
    return VaultWire.body(root.send("PUT", "sys/leases/renew", body));
  }

  private Map<String, Object> credential(VaultWire reader) throws Exception {
    return VaultWire.body(reader.get("database/creds/app"));
  }

  @Test
  void makesAnAccountForEachRead() throws Exception {
    Map<String, Object> first = credential(root);
    credential(root);

    assertThat(first).containsEntry("lease_duration", 5).containsEntry("renewable", true);
    assertThat(emulator.leases()).hasSize(2).contains(id(first));
    Map<String, Object> data = VaultWire.object(first, "data");
    assertThat(emulator.databaseUsers())
        .hasSize(2)
        .containsEntry((String) data.get("username"), (String) data.get("password"));
    assertThat(emulator.controls().calls("database/creds/app")).isEqualTo(2);
  }

  @Test
  void takesTheAccountBackWhenTheLeaseEnds() throws Exception {
    credential(root);
    time.advance(Duration.ofSeconds(4));
    assertThat(emulator.databaseUsers()).hasSize(1);
    time.advance(Duration.ofSeconds(1));
    assertThat(emulator.databaseUsers()).isEmpty();
    assertThat(emulator.leases()).isEmpty();
  }

  @Test
  void grantsLessAndLessUntilTheEnd() throws Exception {
    String lease = id(credential(root));
    for (int second = 4; second <= 12; second += 4) {
      time.advance(Duration.ofSeconds(4));
      assertThat(renew(lease, 5)).containsEntry("lease_duration", 5);
    }
    time.advance(Duration.ofSeconds(4));
    assertThat(renew(lease, 5)).containsEntry("lease_duration", 4).containsEntry("renewable", true);
    time.advance(Duration.ofSeconds(4));
    assertThat(root.errorOf("PUT", "sys/leases/renew", "{\"lease_id\":\"" + lease + "\"}"))
        .isEqualTo("400 [lease not found]");
  }

  @Test
  void goesBackToTheUsualTimeWithoutAnIncrement() throws Exception {
    String lease = id(credential(root));
    assertThat(renew(lease, 13)).containsEntry("lease_duration", 13);
    assertThat(renew(lease, 0)).containsEntry("lease_duration", 5);
  }

  @Test
  void endsLeasesWithTheirToken() throws Exception {
    emulator.write(
        "sys/policies/acl/app",
        Map.of("policy", "path \"database/creds/*\" { capabilities = [\"read\"] }"));
    Map<String, ?> terms = Map.of("policies", "app", "ttl", "3s");
    VaultWire reader =
        root.as((String) emulator.write("auth/token/create", terms).get("client_token"));
    String lease = id(credential(reader));
    assertThat(reader.errorOf("PUT", "sys/leases/revoke", "{\"lease_id\":\"" + lease + "\"}"))
        .startsWith("403");

    time.advance(Duration.ofSeconds(3));
    assertThat(emulator.databaseUsers()).isEmpty();
    assertThat(root.errorOf("PUT", "sys/leases/lookup", "{\"lease_id\":\"" + lease + "\"}"))
        .isEqualTo("400 [invalid lease]");
  }

  @Test
  void revokesOneOrAll() throws Exception {
    String lease = id(credential(root));
    credential(root);
    emulator.write("sys/leases/revoke", Map.of("lease_id", lease));
    emulator.write("sys/leases/revoke", Map.of("lease_id", lease));
    assertThat(emulator.leases()).hasSize(1).doesNotContain(lease);

    emulator.write("sys/leases/revoke-prefix/database/creds", Map.of());
    assertThat(emulator.leases()).isEmpty();
    assertThat(root.errorOf("LIST", "sys/leases/lookup/database/creds/app", ""))
        .isEqualTo("404 []");
  }

  @Test
  void endsWhatWasLentByAnEngineThatIsUnmounted() throws Exception {
    credential(root);
    emulator.delete("sys/mounts/database");
    assertThat(emulator.leases()).isEmpty();
    assertThat(emulator.databaseUsers()).isEmpty();
  }

  @Test
  void canDoNothingWhileTheDatabaseIsDown() throws Exception {
    String lease = id(credential(root));
    String body = "{\"lease_id\":\"" + lease + "\"}";
    emulator.breakDatabase();

    assertThat(root.errorOf("GET", "database/creds/app", ""))
        .startsWith("500 [1 error occurred:\n\t* unable to start transaction: failed to connect");
    assertThat(root.errorOf("PUT", "sys/leases/renew", body))
        .startsWith("400 [failed to renew entry: ");
    assertThat(root.errorOf("PUT", "sys/leases/revoke", body))
        .startsWith("400 [failed to revoke entry: ");
    time.advance(Duration.ofSeconds(8));
    assertThat(root.send("PUT", "sys/leases/lookup", body).body())
        .contains("\"ttl\":-3", "\"renewable\":false");

    emulator.mendDatabase();
    assertThat(emulator.leases()).isEmpty();
    assertThat(emulator.databaseUsers()).isEmpty();
  }

  @Test
  void rotatesAStaticRole() throws Exception {
    emulator.write(
        "database/static-roles/st",
        Map.of("db_name", "db", "username", "app", "rotation_period", "7s"));
    Map<String, Object> first = root.data("database/static-creds/st");
    assertThat(first).containsEntry("ttl", 7).containsEntry("rotation_period", 7);
    assertThat(VaultWire.body(root.get("database/static-creds/st")))
        .containsEntry("lease_id", "")
        .containsEntry("renewable", false);

    emulator.write("database/rotate-role/st", Map.of());
    Map<String, Object> second = root.data("database/static-creds/st");
    assertThat(second.get("password")).isNotEqualTo(first.get("password"));
    assertThat(emulator.databaseUsers()).containsEntry("app", (String) second.get("password"));
  }

  @Test
  void showsATimeOfZeroUntilTheTickThatRotates() throws Exception {
    emulator.write(
        "database/static-roles/st",
        Map.of("db_name", "db", "username", "app", "rotation_period", "7s"));
    Object password = root.data("database/static-creds/st").get("password");
    time.advance(Duration.ofSeconds(9));
    assertThat(root.data("database/static-creds/st"))
        .containsEntry("ttl", 0)
        .containsEntry("password", password);

    time.advance(Duration.ofSeconds(1));
    assertThat(root.data("database/static-creds/st"))
        .containsEntry("ttl", 7)
        .doesNotContainEntry("password", password);
  }

  @Test
  void endsTheLeasesOfLogins() throws Exception {
    emulator.write("sys/auth/userpass", Map.of("type", "userpass"));
    emulator.write(
        "sys/policies/acl/app",
        Map.of("policy", "path \"database/creds/*\" { capabilities = [\"read\"] }"));
    emulator.write("auth/userpass/users/a", Map.of("password", "pw", "token_policies", "app"));
    String token =
        (String) root.auth("auth/userpass/login/a", "{\"password\":\"pw\"}").get("client_token");
    credential(root.as(token));

    assertThat(emulator.endLogins()).isEqualTo(1);
    assertThat(emulator.leases()).isEmpty();
    assertThat(root.as(token).get("auth/token/lookup-self").statusCode()).isEqualTo(403);
  }
}
