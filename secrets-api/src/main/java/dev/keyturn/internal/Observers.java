package dev.keyturn.internal;

import dev.keyturn.model.SecretsObserver;
import dev.keyturn.spi.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observers, in order, on a thread of the engine and never on a caller's. The flight recorder
 * is one of them.
 */
final class Observers {
  private final List<SecretsObserver> observers = new ArrayList<>();
  private final TimeSource time;
  private final Queue<Consumer<SecretsObserver>> queue = new ArrayDeque<>();

  /** Those that threw; touched by the one thread that tells. */
  private final Set<SecretsObserver> broken = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean telling;

  Observers(List<SecretsObserver> observers, TimeSource time) {
    this.observers.addAll(observers);
    this.time = time;
    FlightRecorder.observer().ifPresent(this.observers::add);
  }

  /** Whether nobody listens, so that nothing need be put together. */
  boolean nobody() {
    return observers.isEmpty() || (observers.size() == 1 && FlightRecorder.isOff(observers.get(0)));
  }

  void tell(Consumer<SecretsObserver> event) {
    if (nobody()) {
      return;
    }
    synchronized (queue) {
      queue.add(event);
      if (telling) {
        return;
      }
      telling = true;
    }
    time.execute(this::drain);
  }

  private void drain() {
    for (Consumer<SecretsObserver> event = next(); event != null; event = next()) {
      for (SecretsObserver observer : observers) {
        tell(observer, event);
      }
    }
  }

  private @Nullable Consumer<SecretsObserver> next() {
    synchronized (queue) {
      Consumer<SecretsObserver> event = queue.poll();
      telling = event != null;
      return event;
    }
  }

  private void tell(SecretsObserver observer, Consumer<SecretsObserver> event) {
    try {
      event.accept(observer);
    } catch (Throwable e) { // undeclared checked ones too
      complain(observer, e);
    }
  }

  /** Once for each: one that throws at everything would fill the log. */
  private void complain(SecretsObserver observer, Throwable e) {
    if (broken.add(observer)) {
      Core.LOG.log(
          System.Logger.Level.WARNING,
          () -> "Keyturn: observer "
              + observer.getClass().getName()
              + " threw "
              + e.getClass().getName());
    }
  }
}
