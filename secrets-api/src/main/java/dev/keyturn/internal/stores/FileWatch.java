package dev.keyturn.internal.stores;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreContext;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has the system tell of changes to the files that were fetched. Where it will not (no more inotify
 * instances, a file system without), nothing is told and nothing fails.
 *
 * <p>Its one thread is its own and not the {@code TimeSource}'s: it waits for the world, not for a time,
 * and would keep a clock that is advanced by hand waiting for ever. It begins with the first file and
 * ends as soon as the watch is closed.
 */
final class FileWatch {
  private final StoreContext context;

  // all guarded by this
  private final Interests interests = new Interests();
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private @Nullable WatchService service;
  private boolean closed;

  FileWatch(StoreContext context) {
    this.context = context;
  }

  /**
   * Watches what the last fetch of a secret relied on, and no longer what earlier ones did.
   *
   * @return true if something is watched now that was not, so that a change up to now may have been
   *     missed
   */
  synchronized boolean follow(SecretRef ref, Set<Trace> traces) {
    Set<Trace> before = interests.of(ref);
    if (closed || before.equals(traces)) {
      return false;
    }
    Set<Trace> watched = new HashSet<>(traces);
    watched.removeIf(trace -> !isWatched(trace.folder()));
    boolean more = !before.containsAll(watched);
    boolean less = !watched.containsAll(before);
    interests.put(ref, watched);
    if (less) {
      Set<Path> used = interests.folders();
      unwatch(folder -> !used.contains(folder));
    }
    return more;
  }

  private boolean isWatched(Path folder) {
    if (keys.containsKey(folder)) {
      return true;
    }
    try {
      keys.put(
          folder,
          folder.register(
              service(),
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // the engine asks from time to time
    }
  }

  private WatchService service() throws IOException {
    WatchService running = service;
    if (running == null) {
      WatchService started = FileSystems.getDefault().newWatchService();
      service = started;
      running = started;
      Thread thread = new Thread(() -> listen(started), "keyturn-" + context.name() + "-watch");
      thread.setDaemon(true);
      thread.setContextClassLoader(FileWatch.class.getClassLoader());
      thread.start();
    }
    return running;
  }

  private void unwatch(Predicate<Path> folders) {
    Map<Path, WatchKey> dropped = new HashMap<>(keys);
    dropped.keySet().removeIf(folders.negate());
    keys.keySet().removeAll(dropped.keySet());
    // two paths of one directory (a bind mount) share a key
    dropped.values().removeAll(keys.values());
    dropped.values().forEach(WatchKey::cancel);
  }

  private void listen(WatchService source) {
    try {
      while (true) {
        touched(source.take()).forEach(context::changed);
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // closed, which is how this thread is meant to end
    }
  }

  private synchronized Set<SecretRef> touched(WatchKey key) {
    List<Path> folders = keys.entrySet().stream()
        .filter(entry -> entry.getValue().equals(key))
        .map(Map.Entry::getKey)
        .toList();
    Set<SecretRef> touched = new HashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      Path name = event.context() instanceof Path path ? path : null; // null: events were lost
      touched.addAll(interests.concernedBy(folders, name));
      if (name != null && event.kind() != StandardWatchEventKinds.ENTRY_MODIFY) {
        touched.addAll(lose(watched -> isBelow(watched, folders, name)));
      }
    }
    if (!key.reset()) {
      touched.addAll(lose(folders::contains));
    }
    return touched;
  }

  private static boolean isBelow(Path watched, List<Path> folders, Path name) {
    return folders.stream().anyMatch(folder -> watched.startsWith(folder.resolve(name)));
  }

  /**
   * Directories that are gone, or have another in their place: a watch would go on with the old one.
   * Who relied on them is told, and the next fetch follows what is there.
   */
  private Set<SecretRef> lose(Predicate<Path> folders) {
    if (keys.keySet().stream().noneMatch(folders)) {
      return Set.of();
    }
    unwatch(folders);
    return interests.forget(folders);
  }

  synchronized void close() {
    closed = true;
    if (service == null) {
      return;
    }
    try {
      service.close();
    } catch (IOException e) {
      // nothing that could be done, and nobody is told of files any more
    }
    service = null;
  }
}
