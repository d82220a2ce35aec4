package dev.keyturn.testkit.internal.vault;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads.
 *
 * @param namespace its namespace
 * @param path the path within that
 * @param mount the mount; null if there is none
 */
record Place(Namespace namespace, String path, @Nullable Mount mount) {
  /** Finds it; null if there is no such namespace. */
  static @Nullable Place find(VaultServer server, String header, String path) {
    if (!server.namespaces.containsKey(header)) {
      return null;
    }
    String whole = header + path;
    for (Namespace namespace : server.outermostLast()) {
      if (whole.startsWith(namespace.path)) {
        String within = whole.substring(namespace.path.length());
        return new Place(namespace, within, namespace.route(within));
      }
    }
    return null;
  }

  /** The path below the mount. */
  String rest() {
    return mount == null ? path : path.substring(Math.min(path.length(), mount.path.length()));
  }

  String operation(Action action) {
    return mount == null ? action.word() : mount.backend.operation(action, rest());
  }

  List<String> subjects() {
    String asked = namespace.path + path;
    String secret = mount == null ? null : mount.backend.secret(rest());
    return secret == null || mount == null
        ? List.of(asked)
        : List.of(namespace.path + mount.path + secret, asked);
  }

  boolean isOpen() {
    return mount != null && mount.backend.isOpen(rest());
  }

  boolean isForEveryone() {
    return mount != null && mount.backend.isForEveryone(rest());
  }

  boolean isOfTheCaller() {
    return path.matches("auth/token/(lookup|renew|revoke)-self");
  }

  boolean exists() {
    return mount == null || mount.backend.exists(rest());
  }

  VaultError noRoute() {
    String text = "no handler for route \"" + path + "\". route entry not found.";
    return VaultError.of(404, text);
  }

  Ask ask(
      Action action, Map<String, String> query, Fields body, @Nullable Token caller, Shown shown) {
    return new Ask(namespace, action, path, rest(), query, body, caller, shown);
  }
}
