package dev.keyturn.internal;

import org.jspecify.annotations.Nullable;

/** A task that is run when the process ends, while it is wanted. */
final class ExitHook {
  private final Runnable task;
  private @Nullable Thread hook;

  ExitHook(Runnable task) {
    this.task = task;
  }

  synchronized void set(boolean wanted) {
    try {
      if (wanted && hook == null) {
        hook = Threads.daemon(task, "keyturn-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
      } else if (!wanted && hook != null) {
        Thread gone = hook;
        hook = null;
        Runtime.getRuntime().removeShutdownHook(gone);
      }
    } catch (IllegalStateException shuttingDown) {
      // The hook is running, or it is too late for one.
    }
  }
}
