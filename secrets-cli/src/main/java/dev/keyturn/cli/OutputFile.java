package dev.keyturn.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that gets a secret whole or not at all, and that nobody else can read at any moment. */
final class OutputFile {
  private final Path file;
  private final Path directory;
  private final FileMode mode;
  private final boolean posix;

  private OutputFile(Path file, Path directory, FileMode mode, boolean posix) {
    this.file = file;
    this.directory = directory;
    this.mode = mode;
    this.posix = posix;
  }

  /** Looks whether the file can be written, before anything is fetched. */
  static OutputFile at(Path file, FileMode mode) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw CommandFailure.usage("-o: the directory of the file is not there: " + file);
    }
    if (Files.isSymbolicLink(file)) {
      throw CommandFailure.usage("-o: a symbolic link, name the file it leads to: " + file);
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw CommandFailure.usage("-o: not a file: " + file);
    }
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix && mode.given()) {
      throw CommandFailure.usage("--mode: this system's files have no modes");
    }
    return new OutputFile(file, directory, mode, posix);
  }

  Path path() {
    return file;
  }

  /** Writes a file beside the old one, then puts it in its place. */
  void write(byte[] bytes) {
    Path temporary = directory.resolve(".keyturn-" + UUID.randomUUID() + ".tmp");
    // also when a signal ends the process in between
    temporary.toFile().deleteOnExit();
    try {
      fill(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory();
    } catch (IOException e) {
      delete(temporary);
      throw CommandFailure.output("cannot write " + file + ": " + reason(e));
    }
  }

  private void fill(Path temporary, byte[] bytes) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(temporary, options, ownerOnly())) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (posix) {
        Files.setPosixFilePermissions(temporary, mode.permissions());
      }
      channel.force(true);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    if (!posix) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  /** So that a crash of the machine does not bring the old file back; not every system can. */
  private void syncDirectory() {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // the file itself is whole either way
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // deleteOnExit tries once more
    }
  }

  private static String reason(IOException failure) {
    String said = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return said == null ? failure.getClass().getSimpleName() : said;
  }
}
