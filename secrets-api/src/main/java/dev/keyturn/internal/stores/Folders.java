package dev.keyturn.internal.stores;

import dev.keyturn.spi.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The directories that a walk has entered, each opened once and held open until the walk ends. */
final class Folders implements Closeable {
  /** No mount of secrets has so many. */
  private static final int MAX = 100;

  private final Map<Path, Folder> entered = new HashMap<>();

  Folders(Path top) throws IOException {
    entered.put(top, Folder.root(top));
  }

  /** The directory of that path, which was entered before. */
  Folder at(Path path) {
    return Objects.requireNonNull(entered.get(path), "a directory that was not entered");
  }

  /** The directory that the file of that path is in. */
  Folder of(Path file) {
    return at(Objects.requireNonNull(file.getParent(), "the root of the file system is no file"));
  }

  Folder enter(Place place) throws IOException, StoreException {
    Folder known = entered.get(place.path());
    if (known != null) {
      return known;
    }
    if (!place.isDirectory()) {
      throw new NotDirectoryException("a file on the way");
    }
    if (entered.size() > MAX) {
      throw FileRules.denied("more than " + MAX + " directories below the directory");
    }
    Folder folder = of(place.path()).enter(place.name());
    entered.put(place.path(), folder);
    FileRules.checkFolder(folder);
    return folder;
  }

  /** Whether the path of one of them leads to nothing, or to another by now. */
  boolean haveMoved() throws IOException {
    try {
      for (Map.Entry<Path, Folder> folder : entered.entrySet()) {
        Object there = Files.readAttributes(
                folder.getKey(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .fileKey();
        if (!Objects.equals(there, folder.getValue().attributes().fileKey())) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Folder folder : entered.values()) {
      try {
        folder.close();
      } catch (IOException e) {
        failure = e; // the others are to be closed all the same
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
