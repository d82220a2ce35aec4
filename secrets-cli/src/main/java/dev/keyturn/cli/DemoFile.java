package dev.keyturn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory with one file in it, which is the owner's alone. */
final class DemoFile implements AutoCloseable {
  private final Path directory;
  private final Path file;

  DemoFile(String name) throws IOException {
    directory = Files.createTempDirectory("keyturn-demo").toRealPath();
    file = directory.resolve(name);
  }

  String directory() {
    return directory.toString();
  }

  /** Puts a new file in the place of the old one, as whoever mounts secrets does. */
  void replace(String value) throws IOException {
    Path fresh = Files.createTempFile(directory, ".next", "", ownerOnly());
    Files.writeString(fresh, value);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileAttribute<?>[] ownerOnly() {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(directory);
  }
}
