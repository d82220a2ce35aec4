package dev.keyturn.vault;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which version each secret was of when it was last read, so that the one before it can be named. */
final class SeenVersions {
  /** Past this all are forgotten: what is not known is not offered, and that is all. */
  private static final int MOST = 10_000;

  private final Map<String, Long> latest = new ConcurrentHashMap<>();

  void saw(String path, String version) {
    if (latest.size() >= MOST) {
      latest.clear();
    }
    try {
      latest.put(path, Long.valueOf(version));
    } catch (NumberFormatException e) {
      latest.remove(path);
    }
  }

  Optional<String> before(String path) {
    return Optional.ofNullable(latest.get(path))
        .filter(version -> version > 1)
        .map(version -> Long.toString(version - 1));
  }
}
