package dev.keyturn.internal.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what a file is known again without reading it. Taken before it is read, so that whatever is
 * written later makes another stamp.
 *
 * @param path where it is, links resolved
 * @param key device and inode, or null where there is none
 * @param size in bytes
 * @param modified when its content was written
 * @param changed when anything of it was written, which nobody can set back; null where nobody knows
 */
record Stamp(
    Path path,
    @Nullable Object key,
    long size,
    FileTime modified,
    @Nullable FileTime changed) {
  /** File systems note times in steps; two seconds is the coarsest still in use (FAT). */
  private static final Duration STEP = Duration.ofSeconds(2);

  static Stamp of(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes basic =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(path, basic.fileKey(), basic.size(), basic.lastModifiedTime(), null);
    }
    Map<String, Object> unix = Files.readAttributes(
        path, "unix:fileKey,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        path,
        unix.get("fileKey"),
        (Long) known(unix, "size"),
        (FileTime) known(unix, "lastModifiedTime"),
        (FileTime) unix.get("ctime"));
  }

  private static Object known(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  /** Whether a write after {@code now} is sure to show; right after a write another may not. */
  boolean isSettled(Instant now) {
    return isBefore(modified, now) && (changed == null || isBefore(changed, now));
  }

  private static boolean isBefore(FileTime written, Instant now) {
    return !written.toInstant().plus(STEP).isAfter(now);
  }

  boolean isCurrent() throws IOException {
    return equals(of(path));
  }
}
