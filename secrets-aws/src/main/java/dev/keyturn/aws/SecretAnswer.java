package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** Reads the value that Secrets Manager gave: text or bytes, never both. */
final class SecretAnswer {
  private static final int MAX_BYTES = 65_536;

  private SecretAnswer() {}

  static StoredSecret stored(
      @Nullable String text,
      @Nullable SdkBytes binary,
      @Nullable String version,
      @Nullable Instant createdAt)
      throws StoreException {
    byte[] value = text == null ? (binary == null ? null : binary.asByteArray()) : Utf8.bytes(text);
    if (value == null || version == null || version.isEmpty()) {
      throw new StoreException(
          ErrorCode.MALFORMED, "the answer holds no value or no version; is a proxy in between?");
    }
    if (value.length > MAX_BYTES) {
      throw new StoreException(
          ErrorCode.MALFORMED, "the value is longer than the service's limit of 65,536 bytes");
    }
    return StoredSecret.of(value).withVersion(version).withCreatedAt(createdAt);
  }
}
