package dev.keyturn.testkit.internal.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Namespaces within a namespace. */
final class SysNamespaces implements Endpoint {
  private final VaultServer server;

  SysNamespaces(VaultServer server) {
    this.server = server;
  }

  @Override
  public Reply answer(Ask ask) {
    String path = ask.namespace().path + ask.rest() + "/";
    return switch (ask.action()) {
      case READ -> read(ask.namespace(), path);
      case LIST -> list(ask.namespace());
      case WRITE -> create(ask, path);
      case DELETE -> delete(path);
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private Reply read(Namespace parent, String path) {
    Namespace found = server.namespaces.get(path);
    if (found == null) {
      throw VaultError.missing();
    }
    return Reply.of(describe(parent, found));
  }

  private Reply create(Ask ask, String path) {
    if (ask.rest().contains("/")) {
      throw VaultError.bad("name may not contain /");
    }
    Namespace known = server.namespaces.get(path);
    return Reply.of(describe(ask.namespace(), known == null ? server.addNamespace(path) : known));
  }

  private Reply list(Namespace parent) {
    Map<String, Object> found = new LinkedHashMap<>();
    for (Namespace child : children(parent.path)) {
      found.put(child.path.substring(parent.path.length()), describe(parent, child));
    }
    if (found.isEmpty()) {
      throw VaultError.missing();
    }
    return Reply.of(Map.of("keys", List.copyOf(found.keySet()), "key_info", found));
  }

  private List<Namespace> children(String parent) {
    List<Namespace> children = new ArrayList<>(server.namespaces.values());
    children.removeIf(child -> !child.path.matches(Pattern.quote(parent) + "[^/]+/"));
    return children;
  }

  private Reply delete(String path) {
    if (!children(path).isEmpty()) {
      throw VaultError.bad("unable to delete namespace containing child namespaces");
    }
    Namespace gone = server.namespaces.remove(path);
    if (gone != null) {
      server.tokens.revokeOf(gone);
    }
    return Reply.of(Map.of("status", "in-progress"));
  }

  private static Map<String, Object> describe(Namespace parent, Namespace namespace) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("custom_metadata", Map.of());
    data.put("id", namespace.id);
    data.put("locked", false);
    data.put("path", namespace.path.substring(parent.path.length()));
    data.put("tainted", false);
    data.put("uuid", namespace.uuid);
    return data;
  }
}
