package dev.keyturn.testkit.internal.azure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One version of a secret. Its value never changes, its attributes may. */
final class VaultVersion {
  final String id = UUID.randomUUID().toString().replace("-", "");
  final String value;
  final Instant created;
  Instant updated;
  boolean enabled = true;

  @Nullable
  Instant notBefore;

  @Nullable
  Instant expires;

  @Nullable
  String contentType;

  @Nullable
  Map<String, @Nullable Object> tags;

  VaultVersion(String value, Instant now) {
    this.value = value;
    this.created = now;
    this.updated = now;
  }

  /** Whole seconds; the days of recovery were not told before 7.1. */
  Map<String, Object> attributes(boolean withDays) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("enabled", enabled);
    if (notBefore != null) {
      attributes.put("nbf", notBefore.getEpochSecond());
    }
    if (expires != null) {
      attributes.put("exp", expires.getEpochSecond());
    }
    attributes.put("created", created.getEpochSecond());
    attributes.put("updated", updated.getEpochSecond());
    attributes.put("recoveryLevel", "Recoverable+Purgeable");
    if (withDays) {
      attributes.put("recoverableDays", VaultSecret.RECOVERABLE.toDays());
    }
    return attributes;
  }
}
