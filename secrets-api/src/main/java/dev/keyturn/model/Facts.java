package dev.keyturn.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a store says about a value; nothing of the value itself. */
record Facts(
    @Nullable String version,
    boolean fixed,
    @Nullable Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant rotatesAt,
    @Nullable Lease lease) {
  static final Facts NONE = new Facts(null, false, null, null, null, null);

  Facts withVersion(String changed) {
    return new Facts(changed, fixed, createdAt, expiresAt, rotatesAt, lease);
  }

  Facts withFixed() {
    return new Facts(version, true, createdAt, expiresAt, rotatesAt, lease);
  }

  Facts withCreatedAt(@Nullable Instant changed) {
    return new Facts(version, fixed, changed, expiresAt, rotatesAt, lease);
  }

  Facts withExpiresAt(@Nullable Instant changed) {
    return new Facts(version, fixed, createdAt, changed, rotatesAt, lease);
  }

  Facts withRotatesAt(@Nullable Instant changed) {
    return new Facts(version, fixed, createdAt, expiresAt, changed, lease);
  }

  Facts withLease(@Nullable Lease changed) {
    return new Facts(version, fixed, createdAt, expiresAt, rotatesAt, changed);
  }
}
