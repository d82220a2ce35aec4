package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code approle}: a role's id, and a secret id made for whoever may be it. */
final class AppRoleBackend extends LoginBackend {
  private static final String INVALID = "invalid role or secret ID";

  private final Map<String, String> roleIds = new HashMap<>();
  private final Map<String, SecretId> secretIds = new HashMap<>();

  AppRoleBackend(VaultServer server) {
    super(server);
  }

  /** Good for so many logins, 0 for any number, until it expires. */
  private static final class SecretId {
    final String role;
    final @Nullable Instant expiry;
    long usesLeft;

    SecretId(String role, long uses, @Nullable Instant expiry) {
      this.role = role;
      this.usesLeft = uses;
      this.expiry = expiry;
    }

    boolean isGoodFor(String wanted, Instant now) {
      return role.equals(wanted) && (expiry == null || now.isBefore(expiry));
    }
  }

  @Override
  public Reply handle(Ask ask) {
    if (ask.rest().equals("login")) {
      return login(ask);
    }
    String[] parts = ask.rest().split("/", -1);
    if (!parts[0].equals("role") || parts.length > 3) {
      throw VaultError.unsupportedPath();
    }
    return parts.length == 3 ? ofRole(ask, parts[1], parts[2]) : role(ask);
  }

  private Reply role(Ask ask) {
    Reply reply = Roles.handle(roles, ask, AppRoleBackend::describe);
    if (ask.action() == Action.WRITE) {
      roleIds.putIfAbsent(ask.tail(), UUID.randomUUID().toString());
    }
    return reply;
  }

  private static Map<String, @Nullable Object> describe(Fields role) {
    Map<String, @Nullable Object> data = LoginTerms.describe(role);
    data.put("bind_secret_id", role.flag("bind_secret_id", true));
    data.put("local_secret_ids", false);
    data.put("secret_id_bound_cidrs", null);
    data.put("secret_id_num_uses", role.number("secret_id_num_uses", 0));
    data.put("secret_id_ttl", role.span("secret_id_ttl", Duration.ZERO).toSeconds());
    return data;
  }

  private Reply ofRole(Ask ask, String name, String what) {
    Fields role = roles.get(name);
    return switch (what) {
      case "role-id" -> roleId(ask, name, role);
      case "secret-id" -> newSecretId(name, role, UUID.randomUUID().toString());
      case "custom-secret-id" -> newSecretId(name, role, ask.body().text("secret_id"));
      default -> throw VaultError.unsupportedPath();
    };
  }

  private Reply roleId(Ask ask, String name, @Nullable Fields role) {
    if (role == null) {
      throw VaultError.missing();
    }
    if (ask.action() == Action.WRITE) {
      roleIds.put(name, ask.body().text("role_id"));
      return Reply.none();
    }
    return Reply.of(Map.of("role_id", String.valueOf(roleIds.get(name))));
  }

  private Reply newSecretId(String name, @Nullable Fields role, String id) {
    if (role == null) {
      throw VaultError.of(404, "role \"" + name + "\" does not exist");
    }
    long uses = role.number("secret_id_num_uses", 0);
    Duration ttl = role.span("secret_id_ttl", Duration.ZERO);
    Instant expiry = ttl.isZero() ? null : server.now().plus(ttl);
    secretIds.put(id, new SecretId(name, uses, expiry));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("secret_id", id);
    data.put("secret_id_accessor", UUID.randomUUID().toString());
    data.put("secret_id_num_uses", uses);
    data.put("secret_id_ttl", ttl.toSeconds());
    return Reply.of(data);
  }

  private Reply login(Ask ask) {
    String roleId = required(ask, "role_id", 500);
    for (String name : List.copyOf(roles.keySet())) {
      Fields role = roles.get(name);
      if (role != null && roleId.equals(roleIds.get(name))) {
        if (role.flag("bind_secret_id", true)) {
          use(required(ask, "secret_id", 400), name);
        }
        return admit(ask, role, roleId, "approle", Map.of("role_name", name));
      }
    }
    throw VaultError.bad(INVALID);
  }

  private void use(String id, String role) {
    SecretId secretId = secretIds.get(id);
    if (secretId == null || !secretId.isGoodFor(role, server.now())) {
      throw VaultError.bad(INVALID);
    }
    if (secretId.usesLeft > 0 && --secretId.usesLeft == 0) {
      secretIds.remove(id);
    }
  }
}
