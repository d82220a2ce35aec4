package dev.keyturn.internal.stores;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Files below the roots. A change is told by the system where it can ({@link FileWatch}); where it
 * cannot, asking again costs a look at the file and no reading.
 */
final class FileStore implements SecretStore {
  /** Enough for any number of switches in a row that a mount really makes. */
  private static final int MAX_ATTEMPTS = 32;

  /** How often a file is read once more because it was not yet watched while it was read. */
  private static final int MAX_UNWATCHED = 2;

  private final List<Root> roots;
  private final SecretFiles files;
  private final FileWatch watch;

  /** How a secret looked on disk, for as long as the engine keeps it; nothing of its value. */
  private final Map<StoredSecret, Sight> seen = Collections.synchronizedMap(new WeakHashMap<>());

  FileStore(StoreContext context, List<Root> roots) {
    this.roots = roots;
    files = new SecretFiles(roots, context.time());
    watch = new FileWatch(context);
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    int unwatched = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        SecretFiles.Reading reading = attempt(() -> files.read(ref));
        boolean news = watch.follow(ref.withoutField(), reading.sight().traces());
        if (!news || ++unwatched > MAX_UNWATCHED) {
          seen.put(reading.secret(), reading.sight());
          return reading.secret();
        }
      } catch (ChangedWhileRead e) {
        if (attempt == MAX_ATTEMPTS) {
          throw FileErrors.of(e);
        }
      }
    }
  }

  /** {@inheritDoc} Only the very object that this store gave is known again. */
  @Override
  public Optional<StoredSecret> fetchIfChanged(SecretRef ref, StoredSecret known, Duration timeout)
      throws StoreException, InterruptedException {
    Sight before = seen.get(known);
    if (before != null && before.settled() && isUnchanged(ref, before)) {
      return Optional.empty();
    }
    return Optional.of(fetch(ref, timeout));
  }

  private boolean isUnchanged(SecretRef ref, Sight before)
      throws StoreException, InterruptedException {
    try {
      Sight now = attempt(() -> files.look(ref));
      return now.files().equals(before.files()) && !watch.follow(ref.withoutField(), now.traces());
    } catch (ChangedWhileRead e) {
      return false;
    }
  }

  private static <T> T attempt(Attempt<T> attempt)
      throws StoreException, InterruptedException, ChangedWhileRead {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return attempt.make();
    } catch (ChangedWhileRead e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted(); // the exception says it from here on
      throw new InterruptedException();
    } catch (IOException e) {
      throw FileErrors.of(e);
    }
  }

  @Override
  public Map<String, String> describe() {
    return Map.of(
        Roots.KEY, roots.stream().map(r -> r.path().toString()).collect(Collectors.joining(", ")));
  }

  @Override
  public void close() {
    watch.close();
  }

  /** One try, which a change in the middle may spoil. */
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws IOException, StoreException;
  }
}
