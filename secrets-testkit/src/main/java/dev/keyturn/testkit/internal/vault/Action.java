package dev.keyturn.testkit.internal.vault;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is done to a path. */
enum Action {
  READ,
  LIST,
  WRITE,
  PATCH,
  DELETE;

  /** The action of an HTTP method; null if Vault knows none. */
  static @Nullable Action of(String method, boolean list) {
    return switch (method) {
      case "GET", "HEAD" -> list ? LIST : READ;
      case "LIST" -> LIST;
      case "POST", "PUT" -> WRITE;
      case "PATCH" -> PATCH;
      case "DELETE" -> DELETE;
      default -> null;
    };
  }

  /** Its name, for counts. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasBody() {
    return this == WRITE || this == PATCH;
  }
}
