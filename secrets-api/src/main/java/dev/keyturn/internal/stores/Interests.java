package dev.keyturn.internal.stores;

import dev.keyturn.model.SecretRef;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which secret relies on what. Not thread-safe. */
final class Interests {
  private final Map<SecretRef, Set<Trace>> followed = new HashMap<>();

  /** What the secret relied on so far. */
  Set<Trace> of(SecretRef ref) {
    return followed.getOrDefault(ref, Set.of());
  }

  void put(SecretRef ref, Set<Trace> traces) {
    followed.put(ref, new HashSet<>(traces));
  }

  /** The directories that any secret relies on. */
  Set<Path> folders() {
    Set<Path> folders = new HashSet<>();
    followed.values().forEach(traces -> traces.forEach(trace -> folders.add(trace.folder())));
    return folders;
  }

  /** The secrets that rely on an entry of one of the directories; on any entry if it is null. */
  Set<SecretRef> concernedBy(Collection<Path> folders, @Nullable Path name) {
    Set<SecretRef> concerned = new HashSet<>();
    followed.forEach((ref, traces) -> {
      if (traces.stream().anyMatch(trace -> isHit(trace, folders, name))) {
        concerned.add(ref);
      }
    });
    return concerned;
  }

  private static boolean isHit(Trace trace, Collection<Path> folders, @Nullable Path name) {
    return folders.contains(trace.folder()) && (name == null || trace.covers(name));
  }

  /** Forgets what is in these directories; gives the secrets that relied on it. */
  Set<SecretRef> forget(Predicate<Path> folders) {
    Set<SecretRef> concerned = new HashSet<>();
    followed.forEach((ref, traces) -> {
      if (traces.removeIf(trace -> folders.test(trace.folder()))) {
        concerned.add(ref);
      }
    });
    return concerned;
  }
}
