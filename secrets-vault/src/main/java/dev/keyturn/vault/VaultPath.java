package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reference names: a mount and a path in it, not yet told apart.
 *
 * @param path decoded, without a slash at either end
 * @param version the number of a version, or null for the current one
 */
record VaultPath(String path, @Nullable String version) {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
  private static final Pattern ADMINISTRATION = Pattern.compile("(sys|auth)(/.*)?");
  private static final String UNRESERVED = "-._~";

  /** Vault answers them with a bare 400, whatever is there. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");

  static VaultPath of(SecretRef ref) throws StoreException {
    if (ref.isRooted() || ref.isTree()) {
      throw invalid("a path of Vault neither begins nor ends with '/'");
    }
    if (!ref.path().contains("/")) {
      throw invalid("a mount alone is no secret; name a path in it, as in kv/prod/db");
    }
    if (ADMINISTRATION.matcher(ref.path()).matches()) {
      throw invalid("sys/ and auth/ are for administration and hold no secrets");
    }
    if (UNPRINTABLE.matcher(ref.path()).find()) {
      throw invalid("the path holds a character that cannot be seen, which Vault takes in no path");
    }
    Optional<String> version = ref.version();
    if (version.isPresent() && !NUMBER.matcher(version.get()).matches()) {
      throw invalid("?version= is the number of a version, 1 or more");
    }
    return new VaultPath(ref.path(), version.orElse(null));
  }

  static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }

  /** Encodes a path for a URL, byte by byte, its slashes excepted. */
  static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/' || isUnreserved(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
