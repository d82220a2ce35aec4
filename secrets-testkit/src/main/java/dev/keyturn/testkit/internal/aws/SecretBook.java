package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The secrets that there are. Whoever uses it holds its monitor. */
final class SecretBook {
  private final TimeSource time;
  private final SortedMap<String, SecretEntry> entries = new TreeMap<>();

  SecretBook(TimeSource time) {
    this.time = time;
  }

  /** The service's times have milliseconds. */
  Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Finds a secret by name, ARN, or ARN without its last six characters. */
  @Nullable
  SecretEntry find(String id) {
    SecretEntry entry = id.startsWith("arn:") ? withArn(id) : entries.get(id);
    if (entry != null && entry.isGone(now())) {
      remove(entry);
      return null;
    }
    return entry;
  }

  private @Nullable SecretEntry withArn(String arn) {
    for (SecretEntry entry : entries.values()) {
      if (arn.equals(entry.arn) || arn.equals(Account.partialSecretArn(entry.name))) {
        return entry;
      }
    }
    return null;
  }

  /** The name that is meant, also where there is no such secret. */
  String nameOf(String id) {
    SecretEntry entry = find(id);
    return entry == null ? id : entry.name;
  }

  /** As a refusal names it: by its ARN; one that is not there, as it was asked for. */
  String resourceOf(String id) {
    SecretEntry entry = find(id);
    return entry == null ? id : entry.arn;
  }

  SecretEntry get(String id) {
    SecretEntry entry = find(id);
    if (entry == null) {
      throw AwsError.of(
          "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    return entry;
  }

  /** The same, but one that is marked for deletion cannot be used. */
  SecretEntry live(String id) {
    SecretEntry entry = get(id);
    if (entry.deleted != null) {
      throw AwsError.of(
          "InvalidRequestException",
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    return entry;
  }

  SecretEntry create(String name) {
    SecretEntry entry = new SecretEntry(name, now());
    entries.put(name, entry);
    return entry;
  }

  void delete(SecretEntry entry, Duration remaining) {
    Instant now = now();
    entry.deleted = now;
    entry.changed = now;
    entry.end = now.plus(remaining);
  }

  void restore(SecretEntry entry) {
    entry.deleted = null;
    entry.end = null;
    entry.changed = now();
  }

  void remove(SecretEntry entry) {
    entries.remove(entry.name);
  }
}
