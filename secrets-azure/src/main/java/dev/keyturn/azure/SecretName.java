package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import java.util.regex.Pattern;

/**
 * What a reference names in a vault.
 *
 * @param name the secret
 * @param version the id of a version; empty for the current one
 */
record SecretName(String name, String version) {
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Fa-f]{32}");

  static SecretName of(SecretRef ref) throws StoreException {
    String version = ref.version().orElse("");
    if (!NAME.matcher(ref.path()).matches()) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE, "a secret's name is 1 to 127 letters, digits and '-'");
    }
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE, "?version= is the id of a version, 32 hexadecimal digits");
    }
    return new SecretName(ref.path(), version);
  }

  /** Whether an answer is about what was asked for. The service minds no case. */
  boolean isAnsweredBy(String answeredName, String answeredVersion) {
    return name.equalsIgnoreCase(answeredName)
        && (isCurrent() || version.equalsIgnoreCase(answeredVersion));
  }

  boolean isCurrent() {
    return version.isEmpty();
  }
}
