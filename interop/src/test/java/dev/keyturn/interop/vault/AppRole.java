package dev.keyturn.interop.vault;

import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.OpenBao;
import java.util.HashMap;
import java.util.Map;

/** A role to log in with, and what Keyturn is told of it. */
final class AppRole {
  private final OpenBao server;
  private final String roleId;
  private final String secretId;

  private AppRole(OpenBao server, String roleId, String secretId) {
    this.server = server;
    this.roleId = roleId;
    this.secretId = secretId;
  }

  /** A role whose tokens live for an hour and may do what the lines of a policy say. */
  static AppRole of(OpenBao server, String... policy) {
    BaoAdmin admin = server.admin();
    admin.policy("app", policy);
    admin.loginMethod("approle", "approle");
    admin.call(
        "POST",
        "auth/approle/role/app",
        Map.of("token_policies", "app", "token_ttl", "1h", "token_max_ttl", "2h"));
    String roleId = admin
        .call("GET", "auth/approle/role/app/role-id", Map.of())
        .at("/data/role_id")
        .textValue();
    String secretId = admin
        .call("POST", "auth/approle/role/app/secret-id", Map.of())
        .at("/data/secret_id")
        .textValue();
    return new AppRole(server, roleId, secretId);
  }

  /** What the process has in its environment. */
  Map<String, String> environment() {
    return Map.of("SECRET_ID", secretId);
  }

  /** The settings of a store. */
  Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>(Map.of(
        "address",
        server.address().toString(),
        "auth",
        "approle",
        "role-id",
        roleId,
        "secret-id",
        "env://SECRET_ID"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** Lets its tokens live for a while, at most for another, such as {@code 5s}. */
  void lives(String ttl, String maxTtl) {
    server
        .admin()
        .call(
            "POST",
            "auth/approle/role/app",
            Map.of("token_policies", "app", "token_ttl", ttl, "token_max_ttl", maxTtl));
  }

  /** A token that gives a secret id to the first who asks. */
  String wrappedSecretId() {
    return server
        .admin()
        .wrapped("auth/approle/role/app/secret-id", "60s")
        .at("/wrap_info/token")
        .textValue();
  }

  /** How often somebody has logged in. */
  long logins() {
    return server.audits().stream()
        .filter(entry -> entry.granted() && entry.path().equals("auth/approle/login"))
        .count();
  }

  /** Ends every token that a login has given; how many. */
  int revokeAll() {
    return server.admin().revokeLogins();
  }
}
