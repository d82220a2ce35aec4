package dev.keyturn.interop.servers;

import java.util.List;
import java.util.Map;

/** OpenBao's database engine, which makes users of a PostgreSQL and changes their passwords. */
public final class DatabaseEngine {
  private static final String CREATE =
      "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

  private final OpenBao server;

  /**
   * Mounts it as {@code database}.
   *
   * @param server where
   * @param port where its PostgreSQL is, perhaps behind something that spoils the way
   */
  public DatabaseEngine(OpenBao server, int port) {
    this.server = server;
    server.admin().mount("database", "database", Map.of());
    server
        .admin()
        .call(
            "POST",
            "database/config/pg",
            Map.of(
                "plugin_name",
                "postgresql-database-plugin",
                "allowed_roles",
                "*",
                "connection_url",
                "postgresql://{{username}}:{{password}}@127.0.0.1:" + port
                    + "/postgres?sslmode=disable",
                "username",
                "postgres",
                "password",
                Postgres.administratorPassword(),
                "password_authentication",
                "scram-sha-256"));
  }

  /** Lets {@code database/creds/NAME} make users that live for a while, at most for another. */
  public void dynamicRole(String name, String ttl, String maxTtl) {
    server
        .admin()
        .call(
            "POST",
            "database/roles/" + name,
            Map.of(
                "db_name",
                "pg",
                "default_ttl",
                ttl,
                "max_ttl",
                maxTtl,
                "creation_statements",
                List.of(CREATE)));
  }

  /** Takes over the password of a user; {@code database/static-creds/NAME} tells it. */
  public void staticRole(String name, String user, String period) {
    server
        .admin()
        .call(
            "POST",
            "database/static-roles/" + name,
            Map.of("db_name", "pg", "username", user, "rotation_period", period));
  }

  /** Gives the user of a static role another password; the one it had is refused from now on. */
  public void rotate(String name) {
    server.admin().call("POST", "database/rotate-role/" + name, Map.of());
  }

  /** How many leases of a dynamic role there are. */
  public int leases(String name) {
    return server.admin().list("sys/leases/lookup/database/creds/" + name).size();
  }

  /** How many users a dynamic role has made so far. */
  public long made(String name) {
    return server.audits().stream()
        .filter(entry -> entry.granted()
            && entry.operation().equals("read")
            && entry.path().equals("database/creds/" + name))
        .count();
  }
}
