package dev.keyturn.testkit.internal.azure;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one vault. Their names are compared without regard to case. What is deleted stays, to be
 * recovered or purged; both take their time to be seen. All access holds this object's monitor.
 */
final class VaultBook {
  private final TimeSource time;
  private final Map<String, VaultSecret> secrets = new TreeMap<>();
  private Duration settling = Duration.ZERO;

  VaultBook(TimeSource time) {
    this.time = time;
  }

  /** How long it takes until a deletion or recovery is seen. */
  void settleAfter(Duration duration) {
    settling = duration;
  }

  Instant now() {
    return time.instant();
  }

  /** All there are, deleted ones too, sorted by name. */
  Collection<VaultSecret> all() {
    return secrets.values();
  }

  /** A secret that is there, as readers see it. */
  VaultSecret get(String name) {
    VaultSecret secret = find(name);
    if (secret == null || !isShown(secret)) {
      throw VaultError.notFound(name);
    }
    return secret;
  }

  boolean isShown(VaultSecret secret) {
    return !secret.isDeleted() && isSettled(secret.recovered);
  }

  /** A deleted secret, as those see it who would recover or purge it. */
  VaultSecret deleted(String name) {
    VaultSecret secret = find(name);
    if (secret == null || !secret.isDeleted() || !isSettled(secret.deleted)) {
      throw VaultError.deletedNotFound(name);
    }
    return secret;
  }

  private boolean isSettled(@Nullable Instant change) {
    return change == null || !now().isBefore(change.plus(settling));
  }

  @Nullable
  VaultSecret find(String name) {
    return secrets.get(key(name));
  }

  VaultVersion add(String name, String value) {
    VaultVersion version = new VaultVersion(value, now());
    VaultSecret known = find(name);
    if (known == null) {
      secrets.put(key(name), new VaultSecret(name, version));
    } else if (known.isDeleted()) {
      throw new VaultError(
          409,
          "Conflict",
          "ObjectIsDeletedButRecoverable",
          "Secret " + name + " is currently in a deleted but recoverable state.");
    } else {
      known.add(version);
    }
    return version;
  }

  void delete(VaultSecret secret) {
    secret.deleted = now();
  }

  void recover(VaultSecret secret) {
    secret.deleted = null;
    secret.recovered = now();
  }

  void purge(VaultSecret secret) {
    secrets.remove(key(secret.name));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
