package dev.keyturn.testkit.internal.vault;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A Vault within the Vault: mounts and policies of its own. */
final class Namespace {
  /** Empty for the root, else with a slash at its end. */
  final String path;

  final String id;
  final String uuid = UUID.randomUUID().toString();
  final NavigableMap<String, Mount> mounts = new TreeMap<>();
  final Policies policies = new Policies();

  Namespace(String path) {
    this.path = path;
    this.id = path.isEmpty() ? "root" : Ids.random(6);
  }

  boolean isRoot() {
    return path.isEmpty();
  }

  /** Whether the other one is this one, or lies in it. */
  boolean holds(Namespace other) {
    return other.path.startsWith(path);
  }

  /** What is mounted over a path. A mount's own name leads to it without the slash, too. */
  @Nullable
  Mount route(String wanted) {
    String slashed = wanted.endsWith("/") ? wanted : wanted + "/";
    for (Mount mount : mounts.descendingMap().values()) {
      if (slashed.startsWith(mount.path)) {
        return mount;
      }
    }
    return null;
  }

  void mount(Mount mount) {
    mounts.put(mount.path, mount);
  }
}
