package dev.keyturn.testkit.internal.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A secret: its versions, the last of which is the current one, and whether it is deleted. */
final class VaultSecret {
  static final Duration RECOVERABLE = Duration.ofDays(90);

  final String name;
  final Map<String, VaultVersion> versions = new LinkedHashMap<>();
  private VaultVersion current;

  @Nullable
  Instant deleted;

  @Nullable
  Instant recovered;

  VaultSecret(String name, VaultVersion first) {
    this.name = name;
    this.current = first;
    add(first);
  }

  void add(VaultVersion version) {
    versions.put(version.id, version);
    current = version;
  }

  VaultVersion current() {
    return current;
  }

  boolean isDeleted() {
    return deleted != null;
  }
}
