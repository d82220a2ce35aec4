package dev.keyturn.internal;

import dev.keyturn.model.Rotation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of one secret's rotations. Each listener has a queue of one: while it is busy, rotations are
 * merged into the one that waits, so that a slow one delays nobody and nothing piles up.
 */
final class Listeners {
  private final Core core;
  private final Queue<Rotation> noted = new ConcurrentLinkedQueue<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  Listeners(Core core) {
    this.core = core;
  }

  Runnable add(Consumer<Rotation> consumer) {
    Listener listener = new Listener(consumer);
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
      listener.stop();
    };
  }

  /** Keeps a rotation in its place in the order, until {@link #publish}. Called under the entry's lock. */
  void note(Rotation rotation) {
    noted.add(rotation);
  }

  /** Tells of what was noted, in that order whoever comes first. */
  synchronized void publish() {
    for (Rotation next = noted.poll(); next != null; next = noted.poll()) {
      Rotation rotation = next;
      core.observers.tell(observer -> observer.onRotation(rotation));
      listeners.forEach(listener -> listener.offer(rotation));
    }
  }

  private final class Listener {
    private final Consumer<Rotation> consumer;
    private @Nullable Rotation waiting;
    private boolean busy;
    private boolean stopped;

    Listener(Consumer<Rotation> consumer) {
      this.consumer = consumer;
    }

    void offer(Rotation rotation) {
      synchronized (this) {
        waiting = waiting == null ? rotation : merged(waiting, rotation);
        if (busy) {
          return;
        }
        busy = true;
      }
      core.time.execute(this::drain);
    }

    private static Rotation merged(Rotation first, Rotation last) {
      return new Rotation(last.ref(), first.from(), last.to(), last.at());
    }

    private void drain() {
      for (Rotation rotation = next(); rotation != null; rotation = next()) {
        tell(rotation);
      }
    }

    private synchronized @Nullable Rotation next() {
      Rotation rotation = stopped ? null : waiting;
      waiting = null;
      busy = rotation != null;
      return rotation;
    }

    private void tell(Rotation rotation) {
      try {
        if (core.beginListener()) {
          consumer.accept(rotation);
        }
      } catch (
          Throwable
              e) { // undeclared checked ones too: the next rotation is to be told all the same
        Core.LOG.log(
            System.Logger.Level.WARNING,
            () -> "Keyturn: a listener for "
                + rotation.ref()
                + " threw "
                + e.getClass().getName());
      }
    }

    synchronized void stop() {
      stopped = true;
    }
  }
}
