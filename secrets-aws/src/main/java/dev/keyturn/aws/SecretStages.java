package dev.keyturn.aws;

import dev.keyturn.model.StoredSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** Which version of a secret bears which stage, and when that will change by schedule. */
final class SecretStages {
  private final DescribeSecretResponse description;

  SecretStages(DescribeSecretResponse description) {
    this.description = description;
  }

  /** Whether what is known is still what the name stands for. A version without a stage may be gone. */
  boolean show(SecretName name, StoredSecret known) {
    if (!description.hasVersionIdsToStages()) {
      return false;
    }
    Map<String, List<String>> stages = description.versionIdsToStages();
    Optional<String> version = known.version();
    List<String> borne = version.map(stages::get).orElse(null);
    return borne != null && (name.versionId() != null || borne.contains(name.stage()));
  }

  /** The time by which the service rotates next, null if it does not. */
  @Nullable
  Instant rotatesAt() {
    return description.nextRotationDate();
  }
}
