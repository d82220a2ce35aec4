package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backend and its place. */
final class Mount {
  private static final String VERSION = "2.7.1";

  /** With a slash at its end. */
  final String path;

  final String type;
  final Backend backend;
  final String accessor;
  private final String description;
  private final @Nullable Map<String, ?> options;
  private final String uuid = UUID.randomUUID().toString();

  Mount(
      String path,
      String type,
      Backend backend,
      String description,
      @Nullable Map<String, ?> options) {
    this.path = path;
    this.type = type;
    this.backend = backend;
    this.description = description;
    this.options = options;
    this.accessor = (path.startsWith("auth/") ? "auth_" : "") + type + "_" + Ids.hex(8);
  }

  /** What the system says of it. */
  Map<String, @Nullable Object> describe() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("default_lease_ttl", 0);
    config.put("force_no_cache", false);
    config.put("max_lease_ttl", 0);
    if (path.startsWith("auth/")) {
      config.put("token_type", "default-service");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("accessor", accessor);
    all.put("config", config);
    all.put("description", description);
    all.put("external_entropy_access", false);
    all.put("local", false);
    all.put("options", options);
    all.put("plugin_version", "");
    all.put("running_plugin_version", "v" + VERSION + "+builtin.bao");
    all.put("running_sha256", "");
    all.put("seal_wrap", false);
    all.put("type", type);
    all.put("uuid", uuid);
    if (type.equals("kv") || (path.startsWith("auth/") && !type.equals("token"))) {
      all.put("deprecation_status", "supported");
    }
    return all;
  }
}
