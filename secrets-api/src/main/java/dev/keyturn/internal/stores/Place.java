package dev.keyturn.internal.stores;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where a name led to.
 *
 * @param path the place, links resolved
 * @param attributes what was found there
 */
record Place(Path path, BasicFileAttributes attributes) {
  Path name() {
    return path.getFileName();
  }

  boolean isLink() {
    return attributes.isSymbolicLink();
  }

  boolean isDirectory() {
    return attributes.isDirectory();
  }
}
