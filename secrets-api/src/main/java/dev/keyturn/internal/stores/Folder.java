package dev.keyturn.internal.stores;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A directory, and what is directly in it. It follows no link. */
interface Folder extends Closeable {
  /** More entries than any mount of secrets has. */
  int MAX_ENTRIES = 2_000;

  /**
   * Opens a root. Where the system can hold a directory open ({@code openat}), it is held; where it
   * cannot, or the directory may be passed through but not listed, paths are all there is.
   */
  @SuppressWarnings("StreamResourceLeak") // the folder closes it
  static Folder root(Path top) throws IOException {
    try {
      DirectoryStream<Path> stream = Files.newDirectoryStream(top);
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return new OpenFolder(top, top, secure);
      }
      stream.close();
    } catch (AccessDeniedException e) {
      if (!Files.isExecutable(top)) {
        throw e;
      }
    }
    return new NamedFolder(top, top);
  }

  /** {@return where it is, links resolved} */
  Path path();

  /** {@return what this directory is} */
  BasicFileAttributes attributes() throws IOException;

  /** {@return what the entry is; of a link, the link} */
  BasicFileAttributes look(Path name) throws IOException;

  /** {@return where the link points} */
  default Path link(Path name) throws IOException {
    return Files.readSymbolicLink(path().resolve(name));
  }

  /** Opens a directory in this one; fails if it is a link. */
  Folder enter(Path name) throws IOException;

  /** Opens a file in this directory; fails if it is a link. */
  ReadableByteChannel open(Path name) throws IOException;

  /** {@return the names in this directory; to be asked once} */
  List<Path> names() throws IOException;

  /** Collects the names that a stream gives, and one more than the most that are wanted. */
  static List<Path> names(DirectoryStream<Path> stream) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      for (Path entry : stream) {
        if (names.size() > MAX_ENTRIES) {
          break;
        }
        names.add(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
