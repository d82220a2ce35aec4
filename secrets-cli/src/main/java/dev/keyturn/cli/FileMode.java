package dev.keyturn.cli;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mode of a file, as {@code chmod} takes it in octal.
 *
 * @param permissions what is allowed to whom
 * @param given whether somebody asked for it
 */
record FileMode(Set<PosixFilePermission> permissions, boolean given) {
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  /** Reads three octal digits, with or without a zero before them; null stands for 0600. */
  static FileMode parse(@Nullable String octal) {
    if (octal == null) {
      return new FileMode(ofBits(0600), false);
    }
    if (!octal.matches("0?[0-7]{3}")) {
      throw CommandFailure.usage("--mode takes three octal digits, such as 0600 or 640");
    }
    return new FileMode(ofBits(Integer.parseInt(octal, 8)), true);
  }

  private static Set<PosixFilePermission> ofBits(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      if ((bits & (1 << i)) != 0) {
        permissions.add(BITS[i]);
      }
    }
    return permissions;
  }
}
