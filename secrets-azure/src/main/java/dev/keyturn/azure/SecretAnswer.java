package dev.keyturn.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the secret that the vault gave. */
final class SecretAnswer {
  private static final int MOST_CHARACTERS = 25 * 1024;

  private SecretAnswer() {}

  static StoredSecret stored(
      KeyVaultSecret secret, SecretName name, Deadline deadline, Instant ours)
      throws StoreException {
    SecretProperties properties = secret.getProperties();
    String value = secret.getValue();
    String version = properties.getVersion();
    if (value == null || version == null || version.isEmpty()) {
      throw new StoreException(
          ErrorCode.MALFORMED, "the answer holds no value or no version; is a proxy in between?");
    }
    if (!name.isAnsweredBy(secret.getName(), version)) {
      throw new StoreException(
          ErrorCode.MALFORMED, "the answer is about another secret; is a proxy in between?");
    }
    if (value.length() > MOST_CHARACTERS) {
      throw new StoreException(
          ErrorCode.MALFORMED, "the value is longer than the service's limit of 25 KB");
    }
    checkStart(properties.getNotBefore(), deadline, ours);
    StoredSecret stored = StoredSecret.of(value)
        .withVersion(version)
        .withCreatedAt(instant(properties.getCreatedOn()))
        .withExpiresAt(instant(properties.getExpiresOn()));
    return name.isCurrent() ? stored : stored.withFixedVersion();
  }

  /** The service gives out what is not yet valid. By its clock or by ours: either may be off. */
  private static void checkStart(@Nullable OffsetDateTime start, Deadline deadline, Instant ours)
      throws StoreException {
    if (start == null) {
      return;
    }
    Optional<Instant> theirs = deadline.header(HttpHeaderName.DATE).flatMap(HttpDate::parse);
    boolean valid = !ours.isBefore(start.toInstant())
        || theirs.filter(date -> !date.isBefore(start.toInstant())).isPresent();
    if (!valid) {
      throw new StoreException(
          ErrorCode.NOT_FOUND, "it is not yet valid, but from " + start.toInstant() + " on");
    }
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
