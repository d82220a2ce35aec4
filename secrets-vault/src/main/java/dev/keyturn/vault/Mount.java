package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;

/**
 * A mounted secrets engine.
 *
 * @param path without a slash at either end
 * @param kind how it is read
 */
record Mount(String path, Kind kind) {
  /** What is to be known of an engine to read from it. */
  enum Kind {
    /** Keeps values. */
    KV1,
    /** Keeps values and their versions. */
    KV2,
    /** Answers a read by whatever it does; it may make something. */
    OTHER
  }

  boolean holds(String full) {
    return full.equals(path) || full.startsWith(path + "/");
  }

  boolean isKv() {
    return kind != Kind.OTHER;
  }

  /** What a read asks for, as policies spell it. */
  String apiPath(VaultPath asked) throws StoreException {
    if (asked.path().equals(path)) {
      throw VaultPath.invalid("a mount alone is no secret; name a path in it, as in kv/prod/db");
    }
    if (asked.version() != null && kind != Kind.KV2) {
      throw VaultPath.invalid("only KV version 2 has versions, and " + path + " is another engine");
    }
    return kind == Kind.KV2 ? path + "/data" + asked.path().substring(path.length()) : asked.path();
  }

  /** The path within the mount. */
  String rest(VaultPath asked) {
    return asked.path().substring(path.length() + 1);
  }
}
