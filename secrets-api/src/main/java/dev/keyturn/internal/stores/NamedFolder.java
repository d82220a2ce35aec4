package dev.keyturn.internal.stores;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * A directory known by its path, where none can be held open. Each name is looked at without following
 * a link, and what was opened is looked at again; only whoever may exchange the directories themselves,
 * there and back within that moment, would not be noticed.
 */
final class NamedFolder implements Folder {
  private final Path top;
  private final Path path;

  NamedFolder(Path top, Path path) {
    this.top = top;
    this.path = path;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return attributes(path);
  }

  @Override
  public BasicFileAttributes look(Path name) throws IOException {
    return attributes(path.resolve(name));
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    Class<? extends BasicFileAttributes> kind =
        posix ? PosixFileAttributes.class : BasicFileAttributes.class;
    return Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Folder enter(Path name) throws IOException {
    if (!look(name).isDirectory()) {
      throw new ChangedWhileRead();
    }
    return new NamedFolder(top, path.resolve(name));
  }

  @Override
  public ReadableByteChannel open(Path name) throws IOException {
    Path file = path.resolve(name);
    SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      if (file.toRealPath().startsWith(top)) {
        return channel;
      }
      throw new ChangedWhileRead();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public List<Path> names() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      return Folder.names(stream);
    }
  }

  @Override
  public void close() {}
}
