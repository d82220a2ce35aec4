package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Which files may be a secret. */
final class FileRules {
  /** The most that one file may hold, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  /** In a directory that bears it, only the owner of an entry may exchange it. */
  private static final int STICKY = 01000;

  private FileRules() {}

  /**
   * Refuses what is no plain file, is too large, or may be written by anyone. The group may write:
   * that is how Kubernetes hands a volume to a pod's user.
   */
  static void checkFile(BasicFileAttributes attributes, String subject) throws StoreException {
    if (attributes.isDirectory()) {
      throw denied(
          subject + " is a directory; end the reference with '/' to get its files as fields");
    }
    if (!attributes.isRegularFile()) {
      throw denied(subject + " is not a regular file but a pipe, a socket or a device");
    }
    if (attributes.size() > MAX_BYTES) {
      throw tooLarge(subject);
    }
    if (mayBeWrittenByAnyone(attributes)) {
      throw denied(
          subject + " may be written by anyone on this system; take that right away (chmod o-w)");
    }
  }

  /** Refuses a directory in which anyone may put another file under the secret's name. */
  static void checkFolder(Folder folder) throws IOException, StoreException {
    if (mayBeWrittenByAnyone(folder.attributes()) && !isSticky(folder.path())) {
      throw denied(
          "a directory on the way to the file may be written by anyone on this system; take that"
              + " right away (chmod o-w), or name the directory itself as a root");
    }
  }

  private static boolean mayBeWrittenByAnyone(BasicFileAttributes attributes) {
    return attributes instanceof PosixFileAttributes posix
        && posix.permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static boolean isSticky(Path folder) throws IOException {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((Integer) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS) & STICKY)
            != 0;
  }

  static StoreException tooLarge(String subject) {
    return denied(subject + " is larger than 1 MiB, which no secret is");
  }

  static StoreException denied(String message) {
    return new StoreException(ErrorCode.DENIED, message);
  }
}
