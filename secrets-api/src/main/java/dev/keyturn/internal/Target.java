package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a text stands for: a reference, perhaps a fallback, and what is done to the value.
 *
 * @param ref the reference, field included
 * @param fallback what stands in where {@code ref} is not found, or null
 * @param trimNewline whether one newline at the end is taken off
 * @param decodeBase64 whether the value is base64 of the real one
 * @param optional whether the configuration says that it may be missing
 */
record Target(
    SecretRef ref,
    @Nullable SecretRef fallback,
    boolean trimNewline,
    boolean decodeBase64,
    boolean optional) {
  /** The same for the fallback, which has none of its own. */
  Target fallbackTarget(SecretRef to) {
    return new Target(to, null, trimNewline, decodeBase64, optional);
  }

  /**
   * Makes of the whole secret what the text asks for.
   *
   * @throws SecretsException NOT_FOUND or MALFORMED if the value lacks the form asked for
   */
  Secret project(Base base) {
    Secret secret = base.at(ref);
    return trimNewline || decodeBase64 ? secret.withValue(changed(secret.revealBytes())) : secret;
  }

  @Nullable
  Secret projectOrNull(Base base) {
    try {
      return project(base);
    } catch (SecretsException e) {
      return null;
    }
  }

  private byte[] changed(byte[] value) {
    byte[] decoded = decodeBase64 ? decode(trimmed(value)) : value;
    return trimNewline ? trimmed(decoded) : decoded;
  }

  private byte[] decode(byte[] value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw SecretsException.of(
          ErrorCode.MALFORMED, ref, ref + ": the value is not base64, as decode=base64 says");
    }
  }

  private static byte[] trimmed(byte[] value) {
    int end = value.length;
    if (end > 0 && value[end - 1] == '\n') {
      end -= end > 1 && value[end - 2] == '\r' ? 2 : 1;
    }
    return end == value.length ? value : Arrays.copyOf(value, end);
  }
}
