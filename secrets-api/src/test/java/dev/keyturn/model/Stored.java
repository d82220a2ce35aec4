package dev.keyturn.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Secrets as a store would have answered with them. */
final class Stored {
  static final SecretRef REF = SecretRef.parse("vault://kv/db");
  static final Instant AT = Instant.parse("2026-11-22T10:15:30Z");

  private Stored() {}

  static Secret secret(String value) {
    return Secret.of(REF, StoredSecret.of(value), AT);
  }

  static Secret secret(byte[] value) {
    return Secret.of(REF, StoredSecret.of(value), AT);
  }

  static Secret secret(StoredSecret stored) {
    return Secret.of(REF, stored, AT);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
