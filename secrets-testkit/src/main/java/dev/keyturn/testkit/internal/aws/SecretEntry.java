package dev.keyturn.testkit.internal.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One secret. A stage is on one of its versions at most. */
final class SecretEntry {
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  final String name;
  final String arn;
  final Instant created;
  final Map<String, SecretVersion> versions = new LinkedHashMap<>();
  Instant changed;

  @Nullable
  String description;

  @Nullable
  Instant accessed;

  @Nullable
  Instant deleted;

  /** When a deleted secret is gone for good. */
  @Nullable
  Instant end;

  @Nullable
  Instant rotated;

  @Nullable
  Instant nextRotation;

  SecretEntry(String name, Instant now) {
    this.name = name;
    this.arn = Account.newSecretArn(name);
    this.created = now;
    this.changed = now;
  }

  /** Adds a version without a stage. */
  SecretVersion add(String id, SecretContent content, Instant now) {
    SecretVersion version = new SecretVersion(id, content, now);
    versions.put(id, version);
    changed = now;
    return version;
  }

  @Nullable
  SecretVersion staged(String stage) {
    for (SecretVersion version : versions.values()) {
      if (version.stages.contains(stage)) {
        return version;
      }
    }
    return null;
  }

  /** Moves a stage; what was current becomes previous, as the service does by itself. */
  void move(String stage, SecretVersion to) {
    SecretVersion from = staged(stage);
    if (from == to) {
      return;
    }
    versions.values().forEach(version -> version.stages.remove(stage));
    to.stages.add(stage);
    if (from != null && stage.equals(CURRENT)) {
      move(PREVIOUS, from);
    }
  }

  void unstage(String stage) {
    versions.values().forEach(version -> version.stages.remove(stage));
  }

  boolean isGone(Instant now) {
    return end != null && !now.isBefore(end);
  }
}
