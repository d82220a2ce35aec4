package dev.keyturn.testkit.internal.aws;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One version of a secret, and the stages it bears. */
final class SecretVersion {
  final String id;
  final SecretContent content;
  final Instant created;
  final Set<String> stages = new LinkedHashSet<>();

  @Nullable
  Instant accessed;

  SecretVersion(String id, SecretContent content, Instant created) {
    this.id = id;
    this.content = content;
    this.created = created;
  }
}
