package dev.keyturn.testkit.internal.vault;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is mounted, and mounting. */
final class SysMounts {
  private final VaultServer server;

  SysMounts(VaultServer server) {
    this.server = server;
  }

  Reply engines(Ask ask) {
    return manage(ask, "");
  }

  Reply logins(Ask ask) {
    return manage(ask, "auth/");
  }

  private Reply manage(Ask ask, String prefix) {
    if (ask.rest().endsWith("/tune")) {
      return Reply.none(); // what is tuned here has no effect on what is emulated
    }
    String path = prefix + ask.rest() + "/";
    return switch (ask.action()) {
      case READ ->
        ask.rest().isEmpty() ? Reply.of(all(ask.namespace(), prefix)).flat() : one(ask, path);
      case WRITE -> mount(ask, path);
      case DELETE -> {
        unmount(ask.namespace(), path);
        yield Reply.none();
      }
      default -> throw VaultError.unsupportedOperation();
    };
  }

  private static Map<String, Object> all(Namespace namespace, String prefix) {
    Map<String, Object> all = new TreeMap<>();
    namespace.mounts.forEach((path, mount) -> {
      if (path.startsWith("auth/") == prefix.equals("auth/")) {
        all.put(path.substring(prefix.length()), mount.describe());
      }
    });
    return all;
  }

  private static Reply one(Ask ask, String path) {
    Mount mount = ask.namespace().mounts.get(path);
    if (mount == null) {
      throw VaultError.bad("no secret engine mount at " + path);
    }
    return Reply.of(mount.describe());
  }

  private Reply mount(Ask ask, String path) {
    Namespace namespace = ask.namespace();
    if (namespace.mounts.containsKey(path)) {
      throw VaultError.bad("path is already in use at " + path.replaceFirst("^auth/", ""));
    }
    String type = ask.body().text("type");
    namespace.mount(
        path.startsWith("auth/")
            ? Engines.login(server, path, type)
            : Engines.create(server, path, type, ask.body().object("options")));
    return Reply.none();
  }

  /** What was lent there, and who logged in there, ends with it. */
  private void unmount(Namespace namespace, String path) {
    server.leases.revokePrefix(namespace, path);
    server.tokens.revokeFrom(namespace, path);
    namespace.mounts.remove(path);
  }

  /** Which mount a path lies in, told to whoever may do anything there. */
  Reply preflight(Ask ask) {
    if (ask.rest().isEmpty()) {
      return Reply.of(
          Map.of("secret", all(ask.namespace(), ""), "auth", all(ask.namespace(), "auth/")));
    }
    Place place = Place.find(server, ask.namespace().path, ask.rest());
    Mount mount = place == null ? null : place.mount();
    if (place == null || mount == null || !mayLook(ask.token(), place.namespace(), mount)) {
      String slashed = ask.rest() + "/";
      throw VaultError.of(
          403,
          "preflight capability check returned 403, please ensure client's policies grant access"
              + " to path \"" + slashed + "\"");
    }
    Map<String, @Nullable Object> data = mount.describe();
    String within = place.namespace().path.substring(ask.namespace().path.length());
    data.put("path", within + mount.path);
    return Reply.of(data);
  }

  private static boolean mayLook(Token token, Namespace namespace, Mount mount) {
    String path = namespace.path + mount.path;
    if (!path.startsWith(token.namespace.path)) {
      return false;
    }
    String relative = path.substring(token.namespace.path.length());
    return token.isRoot() || token.namespace.policies.reach(token.policies(), relative);
  }
}
