package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Something that happens once. It never fails; threads wait for it through the one seam for time. */
final class Signal {
  private final CompletableFuture<Void> happened = new CompletableFuture<>();

  boolean isSet() {
    return happened.isDone();
  }

  void set() {
    happened.complete(null);
  }

  /** Runs the task when it happens, on the thread that sets it; at once if it has happened. */
  @SuppressWarnings("FutureReturnValueIgnored") // the tasks are ours, and none of them throws
  void then(Runnable task) {
    happened.thenRun(task);
  }

  void await(TimeSource time) throws InterruptedException {
    time.await(happened);
  }

  /** Waits no longer than that. */
  void await(TimeSource time, Duration most) throws InterruptedException {
    Signal woken = new Signal();
    then(woken::set);
    TimeSource.Timer timer = time.schedule(most, woken::set);
    try {
      woken.await(time);
    } finally {
      timer.cancel();
    }
  }
}
