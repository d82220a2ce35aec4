package dev.keyturn.internal.stores;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A directory held open. What it gives is in this very directory, whatever its path leads to by now:
 * as each was opened from the one above it without following a link, nothing opened here can lie
 * outside the root, and no exchange of a directory for a link in the meantime changes that.
 */
final class OpenFolder implements Folder {
  private final Path top;
  private final Path path;
  private final SecureDirectoryStream<Path> stream;

  OpenFolder(Path top, Path path, SecureDirectoryStream<Path> stream) {
    this.top = top;
    this.path = path;
    this.stream = stream;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
  }

  @Override
  public BasicFileAttributes look(Path name) throws IOException {
    return stream
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  @Override
  public Folder enter(Path name) throws IOException {
    Path below = path.resolve(name);
    // a pipe would block the opening, so what it is has to be known before
    BasicFileAttributes expected = look(name);
    if (!expected.isDirectory()) {
      throw new ChangedWhileRead();
    }
    DirectoryStream<Path> opened;
    try {
      opened = stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      return new NamedFolder(top, below); // it may still be passed through
    }
    return same(new OpenFolder(top, below, (SecureDirectoryStream<Path>) opened), expected);
  }

  private static Folder same(OpenFolder folder, BasicFileAttributes expected) throws IOException {
    try {
      if (Objects.equals(folder.attributes().fileKey(), expected.fileKey())) {
        return folder;
      }
      throw new ChangedWhileRead();
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public ReadableByteChannel open(Path name) throws IOException {
    return stream.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public List<Path> names() throws IOException {
    return Folder.names(stream);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
