package dev.keyturn.testkit;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of one secret in memory, oldest first; the last one is the current. */
final class MemSecret {
  private final List<StoredSecret> versions = new ArrayList<>();

  /** What a reference's secret is kept under: a leading slash makes no difference. */
  static String key(SecretRef ref) {
    return String.join("/", ref.segments());
  }

  /** What a test's name is kept under. */
  static String key(String name) {
    String key = name.startsWith("/") ? name.substring(1) : name;
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "'" + name + "' is no name: a name is segments with '/' between them");
      }
    }
    return key;
  }

  void add(byte[] value, Instant now) {
    StoredSecret stored = StoredSecret.of(value).withCreatedAt(now);
    versions.add(stored.withVersion(version(versions.size())));
  }

  private static String version(int index) {
    return "v" + (index + 1);
  }

  StoredSecret read(Optional<String> wanted) throws StoreException {
    if (wanted.isEmpty()) {
      return versions.get(versions.size() - 1);
    }
    for (StoredSecret version : versions) {
      if (version.version().equals(wanted)) {
        return version.withFixedVersion();
      }
    }
    throw new StoreException(
        ErrorCode.NOT_FOUND,
        "there is no such version; the newest is " + version(versions.size() - 1));
  }

  Optional<String> previousVersion() {
    return versions.size() < 2
        ? Optional.empty()
        : versions.get(versions.size() - 2).version();
  }
}
