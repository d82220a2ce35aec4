package dev.keyturn.internal.stores;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at what a reference leads to, and reads it: in the first root, in their order, that has it. */
final class SecretFiles {
  /** The most that a tree may hold, in bytes: four times the most that Kubernetes has. */
  static final int MAX_TREE_BYTES = 4 * FileRules.MAX_BYTES;

  private final List<Root> roots;
  private final TimeSource time;

  SecretFiles(List<Root> roots, TimeSource time) {
    this.roots = roots;
    this.time = time;
  }

  /** Looks, and reads nothing. */
  Sight look(SecretRef ref) throws IOException, StoreException {
    return visit(ref, (walk, sight) -> sight);
  }

  /** Looks and reads, so that what was read is what was seen. */
  Reading read(SecretRef ref) throws IOException, StoreException {
    return visit(ref, (walk, sight) -> {
      SortedMap<String, byte[]> content = content(walk, sight);
      sight.confirm();
      byte[] single = ref.isTree() ? null : content.get("");
      return new Reading(
          single == null ? StoredSecret.ofFields(content) : StoredSecret.of(single), sight);
    });
  }

  private static SortedMap<String, byte[]> content(Walk walk, Sight sight)
      throws IOException, StoreException {
    SortedMap<String, byte[]> content = new TreeMap<>();
    int total = 0;
    for (Map.Entry<String, Stamp> file : sight.files().entrySet()) {
      byte[] bytes = walk.read(file.getValue(), Names.shown(file.getKey()));
      total += bytes.length;
      if (total > MAX_TREE_BYTES) {
        throw FileRules.denied("the files below the directory are together larger than 4 MiB");
      }
      content.put(file.getKey(), bytes);
    }
    return content;
  }

  private <T> T visit(SecretRef ref, Visit<T> visit) throws IOException, StoreException {
    Root unsearchable = null;
    for (Root root : roots) {
      try (Walk walk = walk(root)) {
        if (walk != null) {
          return visit.at(walk, look(walk, ref));
        }
        unsearchable = root;
      } catch (NoSuchFileException | NotDirectoryException e) {
        // the next root may have it
      }
    }
    throw unsearchable == null
        ? FileErrors.notFound(roots, ref.isTree())
        : FileErrors.unsearchable(unsearchable);
  }

  /** A walk below the root; null if we may not look into it, which says nothing of the others. */
  private static @Nullable Walk walk(Root root) throws IOException {
    try {
      return new Walk(root);
    } catch (AccessDeniedException e) {
      return null;
    }
  }

  private Sight look(Walk walk, SecretRef ref) throws IOException, StoreException {
    Instant now = time.instant();
    Place place = walk.find(Names.of(ref.segments()));
    SortedMap<String, Stamp> files =
        ref.isTree() ? Tree.of(walk, directory(place)) : single(walk, place);
    boolean settled = files.values().stream().allMatch(stamp -> stamp.isSettled(now));
    return new Sight(files, walk.traces(), settled);
  }

  private static Place directory(Place place) throws NotDirectoryException {
    if (!place.isDirectory()) {
      throw new NotDirectoryException("a tree is a directory");
    }
    return place;
  }

  private static SortedMap<String, Stamp> single(Walk walk, Place place)
      throws IOException, StoreException {
    FileRules.checkFile(place.attributes(), Names.shown(""));
    return new TreeMap<>(Map.of("", walk.stamp(place)));
  }

  /** What was read, and how it looked. */
  record Reading(StoredSecret secret, Sight sight) {}

  /** What is done with what was seen, while the walk is open. */
  @FunctionalInterface
  private interface Visit<T> {
    T at(Walk walk, Sight sight) throws IOException, StoreException;
  }
}
