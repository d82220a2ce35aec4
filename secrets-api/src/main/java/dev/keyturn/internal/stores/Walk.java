package dev.keyturn.internal.stores;

import dev.keyturn.spi.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds files below one root, following links by hand so that none leads out of it. A walk opens
 * and lists each directory once and reads each link once. So all it finds behind {@code ..data} is of one generation,
 * even while Kubernetes switches that link to the next; if the generation is deleted in the middle, the
 * walk ends in {@link ChangedWhileRead}, and not in a mixture.
 */
final class Walk implements Closeable {
  private static final int MAX_LINKS = 40;
  private static final Path UP = Path.of("..");
  private static final Path HERE = Path.of(".");

  private final Root root;
  private final Path top;
  private final Folders folders;
  private final Map<Path, Path> links = new HashMap<>();
  private final Map<Path, List<Path>> lists = new HashMap<>();
  private final Set<Trace> traces = new HashSet<>();

  Walk(Root root) throws IOException {
    this.root = root;
    top = root.path().toRealPath();
    Path above = root.path().getParent();
    if (above != null && Files.isSymbolicLink(root.path())) {
      traces.add(new Trace(above.toRealPath(), root.path().getFileName()));
    }
    folders = new Folders(top);
  }

  Set<Trace> traces() {
    return Set.copyOf(traces);
  }

  /** Finds what the names lead to from the root. */
  Place find(List<Path> names) throws IOException, StoreException {
    return find(top, names);
  }

  /**
   * Finds what the names lead to.
   *
   * @param start a directory that this walk has entered
   * @throws NoSuchFileException if there is nothing
   * @throws NotDirectoryException if one of the names but the last is a file
   */
  Place find(Path start, List<Path> names) throws IOException, StoreException {
    try {
      return follow(start, new ArrayDeque<>(names));
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (haveLinksChanged()) {
        throw new ChangedWhileRead();
      }
      throw e;
    }
  }

  private Place follow(Path start, Deque<Path> todo) throws IOException, StoreException {
    Path at = start;
    int followed = 0;
    while (!todo.isEmpty()) {
      Path name = todo.pop();
      if (name.equals(UP)) {
        at = up(at);
      } else if (!name.equals(HERE)) {
        Place place = look(at, name);
        if (place.isLink() && ++followed > MAX_LINKS) {
          throw FileRules.denied("more than " + MAX_LINKS + " links on the way to the file");
        } else if (place.isLink()) {
          at = unfold(place, todo);
        } else if (todo.isEmpty()) {
          return place;
        } else {
          at = folders.enter(place).path();
        }
      }
    }
    return new Place(at, folders.at(at).attributes());
  }

  private Place look(Path at, Path name) throws IOException, StoreException {
    if (at.equals(top)) {
      root.refuseIdentity(name);
    }
    traces.add(new Trace(at, name));
    return new Place(at.resolve(name), folders.at(at).look(name));
  }

  private Path up(Path at) throws StoreException {
    if (at.equals(top)) {
      throw outside();
    }
    return folders.of(at).path();
  }

  /** Puts the link's target before what is left to do; gives the directory from which it counts. */
  private Path unfold(Place link, Deque<Path> todo) throws IOException, StoreException {
    Path target = target(link);
    Path start = target.isAbsolute() ? top : folders.of(link.path()).path();
    Path names = target.isAbsolute() ? belowTop(target) : target;
    for (int i = names.getNameCount() - 1; i >= 0; i--) {
      todo.push(names.getName(i));
    }
    return start;
  }

  private Path target(Place link) throws IOException {
    Path known = links.get(link.path());
    if (known == null) {
      known = folders.of(link.path()).link(link.name());
      links.put(link.path(), known);
    }
    return known;
  }

  private Path belowTop(Path target) throws StoreException {
    for (Path spelling : List.of(top, root.path())) {
      if (target.startsWith(spelling)) {
        return spelling.equals(target) ? HERE : spelling.relativize(target);
      }
    }
    throw outside();
  }

  private StoreException outside() {
    return FileRules.denied(
        "the name is a link that leads out of its root; name the directory that it leads to in "
            + root.key());
  }

  /** Lists a directory that was found; from now on any new entry of it is news. */
  List<Path> list(Place directory) throws IOException, StoreException {
    traces.add(new Trace(directory.path(), null));
    List<Path> known = lists.get(directory.path());
    if (known == null) {
      try {
        known = folders.enter(directory).names();
      } catch (NoSuchFileException e) {
        throw new ChangedWhileRead();
      }
      lists.put(directory.path(), known);
    }
    return known;
  }

  /**
   * Fails if what was listed may be incomplete: a directory that is being deleted still gives a list,
   * only a short one. It is in its place until then, and the links lead to it.
   */
  void confirmLists() throws IOException {
    if (haveLinksChanged() || folders.haveMoved()) {
      throw new ChangedWhileRead();
    }
  }

  /** Takes the stamp of a file that was found. */
  Stamp stamp(Place file) throws IOException {
    try {
      return Stamp.of(file.path());
    } catch (NoSuchFileException e) {
      throw new ChangedWhileRead();
    }
  }

  /** Reads a file that was found, if it is still that file and keeps the rules. */
  byte[] read(Stamp stamp, String subject) throws IOException, StoreException {
    Folder folder = folders.of(stamp.path());
    Path name = stamp.path().getFileName();
    try (ReadableByteChannel channel = folder.open(name)) {
      BasicFileAttributes opened = folder.look(name);
      if (!Objects.equals(opened.fileKey(), stamp.key())) {
        throw new ChangedWhileRead();
      }
      FileRules.checkFile(opened, subject);
      return Content.read(channel, subject);
    } catch (NoSuchFileException e) {
      throw new ChangedWhileRead();
    }
  }

  private boolean haveLinksChanged() throws IOException {
    try {
      for (Map.Entry<Path, Path> link : links.entrySet()) {
        if (!Files.readSymbolicLink(link.getKey()).equals(link.getValue())) {
          return true;
        }
      }
      return !root.path().toRealPath().equals(top);
    } catch (NoSuchFileException | NotLinkException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    folders.close();
  }
}
