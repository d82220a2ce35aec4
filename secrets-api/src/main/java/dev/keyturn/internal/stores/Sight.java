package dev.keyturn.internal.stores;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a reference leads to at one moment, nothing of it read yet.
 *
 * @param files the stamp of each file by its field; of a single file by the empty name
 * @param traces what the way there relied on
 * @param settled whether a later change is sure to show in the stamps
 */
record Sight(SortedMap<String, Stamp> files, Set<Trace> traces, boolean settled) {
  /** Fails if a file was written since. */
  void confirm() throws IOException {
    try {
      for (Stamp stamp : files.values()) {
        if (!stamp.isCurrent()) {
          throw new ChangedWhileRead();
        }
      }
    } catch (NoSuchFileException e) {
      throw new ChangedWhileRead();
    }
  }
}
