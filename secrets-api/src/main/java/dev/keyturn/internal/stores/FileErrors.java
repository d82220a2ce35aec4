package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.Collectors;

/** What a failure of the file system means. No message of its own is kept: it may name other paths. */
final class FileErrors {
  private FileErrors() {}

  static StoreException of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return new StoreException(
          ErrorCode.DENIED,
          "the user that this process runs as may not read the file, or not pass a directory above"
              + " it",
          failure);
    }
    if (failure instanceof ChangedWhileRead) {
      return new StoreException(
          ErrorCode.UNAVAILABLE,
          "the file changed each time it was read; have it replaced as a whole (write a new one,"
              + " then rename it)",
          failure);
    }
    return new StoreException(
        ErrorCode.UNAVAILABLE, "the file system failed to read the file", failure);
  }

  static StoreException notFound(List<Root> roots, boolean tree) {
    String looked = roots.stream().map(Root::described).collect(Collectors.joining(", "));
    String what = tree ? "no such directory below " : "no such file below ";
    return new StoreException(
        ErrorCode.NOT_FOUND,
        what + looked + "; mount it there, or name its root in " + roots.get(0).key());
  }

  static StoreException unsearchable(Root root) {
    return new StoreException(
        ErrorCode.DENIED,
        "not found elsewhere, and the user that this process runs as may not look into "
            + root.path());
  }
}
