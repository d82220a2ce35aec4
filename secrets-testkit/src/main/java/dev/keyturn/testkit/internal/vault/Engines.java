package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what can be mounted. */
final class Engines {
  private Engines() {}

  /** Mounts what every namespace has from the beginning. */
  static void furnish(VaultServer server, Namespace namespace) {
    namespace.mount(new Mount(
        "sys/",
        "system",
        new SysBackend(server),
        "system endpoints used for control, policy and debugging",
        null));
    namespace.mount(new Mount(
        "auth/token/", "token", new TokenBackend(server), "token based credentials", null));
  }

  /** Makes a mount of a type; {@code kv-v2} is {@code kv} with an option. */
  static Mount create(
      VaultServer server, String path, String type, @Nullable Map<String, ?> options) {
    Map<String, Object> all = new LinkedHashMap<>(options == null ? Map.of() : options);
    if (type.equals("kv-v2")) {
      all.put("version", "2");
    }
    return switch (type) {
      case "kv", "kv-v1", "kv-v2", "generic" -> new Mount(path, "kv", kv(server, all), "", all);
      case "database" -> new Mount(path, type, new DatabaseBackend(server), "", all);
      default -> throw VaultError.bad("plugin not found in the catalog: " + type);
    };
  }

  /** Makes a way to log in. */
  static Mount login(VaultServer server, String path, String type) {
    Backend backend = switch (type) {
      case "approle" -> new AppRoleBackend(server);
      case "userpass" -> new UserpassBackend(server);
      case "jwt", "oidc" -> new JwtBackend(server);
      case "kubernetes" -> new KubernetesBackend(server);
      case "cert" -> new CertBackend(server);
      default -> throw VaultError.bad("plugin not found in the catalog: " + type);
    };
    return new Mount(path, type, backend, "", Map.of());
  }

  private static Backend kv(VaultServer server, Map<String, ?> options) {
    return "2".equals(String.valueOf(options.get("version"))) ? new KvTwo(server) : new KvOne();
  }
}
