package dev.keyturn.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other versions worth trying in place of the store's current one. They are asked for once for each
 * version that is refused, and each is tried once. Guarded by its owner's lock.
 */
final class Candidates {
  private static final long NONE = -1;

  private final Deque<Base> queue = new ArrayDeque<>();
  private long askedFor = NONE;

  /** Whether they are still to be asked for; from now on they have been. */
  boolean ask(long generation) {
    boolean first = askedFor != generation;
    if (first) {
      queue.clear();
      askedFor = generation;
    }
    return first;
  }

  void add(List<Base> found) {
    queue.addAll(found);
  }

  /** The next one whose value was not refused; null if there is none, or not of that version. */
  @Nullable
  Base next(long generation, Refusals refusals) {
    if (generation != askedFor) {
      return null;
    }
    Base candidate = queue.poll();
    while (candidate != null && refusals.knows(candidate)) {
      candidate = queue.poll();
    }
    return candidate;
  }

  void forget() {
    queue.clear();
    askedFor = NONE;
  }
}
