package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files in a directory and below it, each under its name, with slashes where it is further below.
 * Where there is a {@code ..data}, what it holds is what there is: the links beside it are brought up to
 * date only after the switch.
 */
final class Tree {
  static final int MAX_FILES = 1_000;

  /** Links may lead to one directory many times; so they are counted and not the directories. */
  private static final int MAX_VISITS = 200;

  private static final List<Path> DATA = List.of(Path.of("..data"));

  private final Walk walk;
  private final SortedMap<String, Stamp> files = new TreeMap<>();
  private final Set<Path> above = new HashSet<>();
  private int visits;

  private Tree(Walk walk) {
    this.walk = walk;
  }

  static SortedMap<String, Stamp> of(Walk walk, Place directory)
      throws IOException, StoreException {
    Tree tree = new Tree(walk);
    tree.collect(directory, "");
    walk.confirmLists();
    return tree.files;
  }

  private void collect(Place directory, String prefix) throws IOException, StoreException {
    if (!above.add(directory.path())) {
      return; // a link back up: it holds nothing new
    }
    if (++visits > MAX_VISITS) {
      throw FileRules.denied("more than " + MAX_VISITS + " directories below the directory");
    }
    Set<Path> listed = names(directory);
    Place generation = generation(directory);
    if (generation != null) {
      Set<Path> current = names(generation);
      listed.removeAll(current);
      addAll(generation, current, prefix);
    }
    addAll(directory, listed, prefix);
    above.remove(directory.path());
  }

  private Set<Path> names(Place directory) throws IOException, StoreException {
    List<Path> names = walk.list(directory);
    if (names.size() > Folder.MAX_ENTRIES) {
      throw FileRules.denied("a directory of more than " + Folder.MAX_ENTRIES + " entries");
    }
    return new TreeSet<>(names);
  }

  private @Nullable Place generation(Place directory) throws IOException, StoreException {
    try {
      Place data = walk.find(directory.path(), DATA);
      return data.isDirectory() ? data : null;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null; // not a mount of Kubernetes
    }
  }

  private void addAll(Place directory, Set<Path> names, String prefix)
      throws IOException, StoreException {
    for (Path name : names) {
      if (!Names.isHousekeeping(name.toString())) {
        add(directory, name, prefix);
      }
    }
  }

  private void add(Place directory, Path name, String prefix) throws IOException, StoreException {
    String field = prefix + readable(name);
    Place place;
    try {
      place = walk.find(directory.path(), List.of(name));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // a link that leads nowhere, as an old generation leaves behind for a moment
    }
    if (place.isDirectory()) {
      collect(place, field + "/");
    } else {
      FileRules.checkFile(place.attributes(), Names.shown(field));
      files.put(field, walk.stamp(place));
      if (files.size() > MAX_FILES) {
        throw FileRules.denied("more than " + MAX_FILES + " files below the directory");
      }
    }
  }

  private static String readable(Path name) throws StoreException {
    String text = name.toString();
    if (text.indexOf('\uFFFD') >= 0) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "a file in the directory has a name that Java could not read in this process's character"
              + " set; set LC_ALL=C.UTF-8, or rename it");
    }
    return text;
  }
}
