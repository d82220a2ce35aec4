package dev.keyturn.testkit.internal.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The operations of Secrets Manager that move stages, delete and restore. */
final class SecretLifecycle {
  /** A secret deleted by force was still described, as deleted, for about so long. */
  private static final Duration LINGER = Duration.ofSeconds(4);

  private final SecretBook book;

  SecretLifecycle(SecretBook book) {
    this.book = book;
  }

  Map<String, Object> updateSecretVersionStage(Input input) {
    SecretEntry entry = book.live(input.text("SecretId"));
    String stage = input.text("VersionStage");
    checkHolder(entry.staged(stage), stage, input.textOrNull("RemoveFromVersionId"));
    String to = input.textOrNull("MoveToVersionId");
    if (to == null) {
      entry.unstage(stage);
    } else {
      entry.move(stage, existing(entry, to));
    }
    entry.changed = book.now();
    return SecretReads.named(entry);
  }

  /** Whoever moves a stage has to know where it was. */
  private static void checkHolder(
      @Nullable SecretVersion holder, String stage, @Nullable String from) {
    if (holder != null && !holder.id.equals(from)) {
      throw AwsError.of(
          "InvalidParameterException",
          "The parameter RemoveFromVersionId can't be empty. Staging label "
              + stage
              + " is currently attached to version "
              + holder.id
              + ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
    if (holder == null && from != null) {
      throw AwsError.of(
          "InvalidParameterException",
          "Staging label " + stage + " is not currently attached to version " + from + ".");
    }
  }

  private static SecretVersion existing(SecretEntry entry, String id) {
    SecretVersion version = entry.versions.get(id);
    if (version == null) {
      throw AwsError.of(
          "ResourceNotFoundException",
          "Secrets Manager can't find the specified secret value for VersionId: " + id);
    }
    return version;
  }

  Map<String, Object> deleteSecret(Input input) {
    String id = input.text("SecretId");
    boolean force = input.flag("ForceDeleteWithoutRecovery");
    Duration window = window(input, force);
    // a forced deletion succeeds also where there is nothing, or nothing any more
    SecretEntry entry =
        force && book.find(id) == null ? new SecretEntry(id, book.now()) : book.get(id);
    if (entry.deleted == null || force) {
      book.delete(entry, force ? LINGER : window);
    } else {
      book.live(id);
    }
    Instant end = force ? book.now() : book.now().plus(window);
    SortedMap<String, Object> answer = SecretReads.named(entry);
    answer.put("DeletionDate", end);
    return answer;
  }

  private static Duration window(Input input, boolean force) {
    if (force && input.has("RecoveryWindowInDays")) {
      throw AwsError.of(
          "InvalidParameterException",
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    long days = input.number("RecoveryWindowInDays", 30);
    if (days < 7 || days > 30) {
      throw AwsError.of(
          "InvalidParameterException",
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    return Duration.ofDays(days);
  }

  Map<String, Object> restoreSecret(Input input) {
    SecretEntry entry = book.get(input.text("SecretId"));
    book.restore(entry);
    return SecretReads.named(entry);
  }
}
