package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Accounts in a database: made for each reader, or one whose password is changed now and then. */
final class DatabaseBackend implements Backend {
  private static final int SHORTENED = 8;

  private final VaultServer server;
  private final Map<String, Fields> connections = new TreeMap<>();
  private final Map<String, Fields> roles = new TreeMap<>();
  private final StaticRoles statics;

  DatabaseBackend(VaultServer server) {
    this.server = server;
    this.statics = new StaticRoles(server);
  }

  @Override
  public Reply handle(Ask ask) {
    statics.tick();
    return switch (ask.head()) {
      case "config" -> Roles.handle(connections, ask, DatabaseBackend::describeConnection);
      case "roles" -> Roles.handle(roles, ask, DatabaseBackend::describeRole);
      case "static-roles" -> statics.manage(ask);
      case "static-creds" -> statics.read(readOf(ask));
      case "rotate-role" -> statics.rotate(ask.tail());
      case "creds" -> lend(ask, readOf(ask));
      default -> throw VaultError.unsupportedPath();
    };
  }

  private static String readOf(Ask ask) {
    if (ask.action() != Action.READ) {
      throw VaultError.unsupportedOperation();
    }
    return ask.tail();
  }

  private Reply lend(Ask ask, String name) {
    Fields role = roles.get(name);
    if (role == null) {
      throw VaultError.bad("unknown role: " + name);
    }
    String connection = role.text("db_name");
    if (!connections.containsKey(connection)) {
      throw VaultError.of(
          500,
          VaultError.wrapped(
              "failed to find entry for connection with name: \"" + connection + "\""));
    }
    if (server.database.isDown()) {
      throw VaultError.of(
          500, VaultError.wrapped("unable to start transaction: " + Database.refusal()));
    }
    return lend(ask, name, role);
  }

  private Reply lend(Ask ask, String name, Fields role) {
    Token owner = ask.token();
    Instant now = server.now();
    String user = userName(owner, name, now);
    String password = Ids.random(20);
    server.database.passwords().put(user, password);
    Account account = new Account(server, role, user, owner);
    Grant grant = account.again(null, now, now);
    Lease lease = new Lease(ask, owner, account, grant.lifetime(), now);
    server.leases.add(lease);
    return Reply.of(Map.of("username", user, "password", password))
        .leased(lease.id, grant.lifetime())
        .warning(grant.warnings());
  }

  private static String userName(Token owner, String role, Instant now) {
    return "v-" + shortened(owner.terms.displayName()) + "-" + shortened(role) + "-"
        + Ids.random(20) + "-" + now.getEpochSecond();
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(SHORTENED, text.length()));
  }

  /** One account, as long as it is lent. */
  private record Account(VaultServer server, Fields role, String user, Token owner)
      implements Lease.Lent {
    @Override
    public Grant again(@Nullable Duration increment, Instant issued, Instant now) {
      if (server.database.isDown()) {
        throw VaultError.bad("failed to renew entry: resp: (*logical.Response)(nil) err: "
            + VaultError.wrapped(Database.refusal()));
      }
      Duration usual = role.span("default_ttl", Tokens.SYSTEM_MAX);
      Duration most = role.span("max_ttl", Tokens.SYSTEM_MAX);
      Duration left = Grant.left(issued, most.isZero() ? Tokens.SYSTEM_MAX : most, now);
      Duration asked = increment == null || increment.isZero() ? usual : increment;
      Grant grant = Grant.of(asked.isZero() ? Tokens.SYSTEM_MAX : asked, left);
      boolean outlives = owner.terms.isBatch() && grant.lifetime().compareTo(owner.left(now)) > 0;
      return outlives ? new Grant(owner.left(now), List.of()) : grant;
    }

    @Override
    public void end() {
      if (server.database.isDown()) {
        throw VaultError.bad(
            "failed to revoke entry: resp: (*logical.Response)(nil) err: " + Database.refusal());
      }
      server.database.passwords().remove(user);
    }

    @Override
    public String toString() {
      return "Account";
    }
  }

  private static Map<String, @Nullable Object> describeConnection(Fields connection) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("plugin_name", connection.text("plugin_name"));
    data.put("allowed_roles", connection.texts("allowed_roles"));
    return data;
  }

  private static Map<String, @Nullable Object> describeRole(Fields role) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("creation_statements", role.texts("creation_statements"));
    data.put("credential_type", "password");
    data.put("db_name", role.text("db_name"));
    data.put("default_ttl", role.span("default_ttl", Duration.ZERO).toSeconds());
    data.put("max_ttl", role.span("max_ttl", Duration.ZERO).toSeconds());
    data.put("renew_statements", List.of());
    data.put("revocation_statements", List.of());
    data.put("rollback_statements", List.of());
    return data;
  }

  @Override
  public String operation(Action action, String rest) {
    return rest.startsWith("rotate-role/") ? "rotate" : action.word();
  }

  @Override
  public @Nullable String secret(String rest) {
    return rest.matches("(static-)?creds/.+") ? rest : null;
  }

  @Override
  public void tick() {
    statics.tick();
  }
}
