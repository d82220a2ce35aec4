package dev.keyturn.vault;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The engine over a Vault whose tokens and leases end by the same clock, moved by hand. */
final class Kept implements AutoCloseable {
  static final String CREDS = "vault://database/creds/app";

  final ManualTime time = new ManualTime();
  final VaultEmulator emulator = VaultEmulator.start(time);
  final Secrets secrets;

  /** Logged in by AppRole with a token of so many seconds at first and at most. */
  static Kept byApprole(int ttl, int max, UnaryOperator<SecretsBuilder> more) {
    return new Kept(ttl, max, more);
  }

  private Kept(int ttl, int max, UnaryOperator<SecretsBuilder> more) {
    emulator.put("secret/app", Map.of("a", "1"));
    emulator.write("sys/policies/acl/app", Map.of("policy", policy()));
    emulator.write("sys/auth/approle", Map.of("type", "approle"));
    emulator.write(
        "auth/approle/role/app",
        Map.of("token_policies", "app", "token_ttl", ttl + "s", "token_max_ttl", max + "s"));
    database("5s", "20s");
    Map<String, String> settings = new HashMap<>(Map.of(
        "address",
        emulator.endpoint().toString(),
        "auth",
        "approle",
        "role-id",
        (String) emulator.read("auth/approle/role/app/role-id").get("role_id"),
        "secret-id",
        "env://SECRET_ID"));
    String secretId =
        (String) emulator.write("auth/approle/role/app/secret-id", Map.of()).get("secret_id");
    secrets = more.apply(Secrets.builder()
            .environment(Map.of("SECRET_ID", secretId, "OTHER", "x"))
            .time(time)
            .store("vault", "vault", settings))
        .build();
  }

  static String policy() {
    return "path \"secret/data/*\" { capabilities = [\"read\"] }"
        + " path \"database/creds/*\" { capabilities = [\"read\"] }"
        + " path \"database/static-creds/*\" { capabilities = [\"read\"] }";
  }

  void database(String ttl, String max) {
    emulator.write("sys/mounts/database", Map.of("type", "database"));
    emulator.write(
        "database/config/pg",
        Map.of(
            "plugin_name",
            "postgresql-database-plugin",
            "allowed_roles",
            "*",
            "connection_url",
            "postgresql://{{username}}:{{password}}@127.0.0.1/app",
            "username",
            "postgres",
            "password",
            "x"));
    role(ttl, max);
  }

  void role(String ttl, String max) {
    emulator.write(
        "database/roles/app",
        Map.of(
            "db_name",
            "pg",
            "default_ttl",
            ttl,
            "max_ttl",
            max,
            "creation_statements",
            List.of("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}'")));
  }

  /** Gets, and lets time pass until there is an answer. */
  Secret get(String ref) {
    CompletableFuture<Secret> answer = time.start(() -> secrets.get(ref));
    time.awaitIdle();
    return answer.join();
  }

  LiveSecret live(String ref) {
    LiveSecret live = secrets.live(ref);
    time.awaitIdle();
    return live;
  }

  int calls(String operation) {
    return emulator.controls().calls(operation);
  }

  void advance(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void close() {
    secrets.close();
    emulator.close();
  }
}
