package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * So many fetches of one store at a time: a store that answers nobody starves no other. Those that find
 * no place wait in line without a thread.
 */
final class Places {
  private static final int MOST = 16;

  private final TimeSource time;
  private final String store;
  private final Queue<Runnable> line = new ArrayDeque<>();
  private final BitSet taken = new BitSet(MOST);

  Places(TimeSource time, String store) {
    this.time = time;
    this.store = store;
  }

  /** Runs the task on an engine thread that bears the store's name, once there is a place for it. */
  void run(Runnable task) {
    int place;
    synchronized (this) {
      place = taken.nextClearBit(0);
      if (place >= MOST) {
        line.add(task);
        return;
      }
      taken.set(place);
    }
    time.execute(() -> work(place, task));
  }

  private void work(int place, Runnable first) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    thread.setName("keyturn-" + store + "-" + (place + 1));
    try {
      for (Runnable task = first; task != null; task = next(place)) {
        run(place, task);
      }
    } finally {
      thread.setName(name);
    }
  }

  /** A task that throws, for want of memory say, must not take its place with it. */
  private void run(int place, Runnable task) {
    boolean ended = false;
    try {
      task.run();
      ended = true;
    } finally {
      if (!ended) {
        Runnable following = next(place);
        if (following != null) {
          time.execute(() -> work(place, following));
        }
      }
    }
  }

  private synchronized @Nullable Runnable next(int place) {
    Runnable task = line.poll();
    if (task == null) {
      taken.clear(place);
    }
    return task;
  }
}
