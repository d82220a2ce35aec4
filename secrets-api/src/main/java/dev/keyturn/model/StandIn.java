package dev.keyturn.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception that was caught: its class name and stack trace, never its message, which
 * may quote what a store answered.
 */
final class StandIn extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 8;

  private StandIn(String className, @Nullable Throwable cause, StackTraceElement[] trace) {
    super(className, cause, false, true);
    setStackTrace(trace);
  }

  static Throwable of(Throwable caught) {
    return of(caught, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Throwable of(Throwable caught, Set<Throwable> seen) {
    if (caught instanceof StandIn) {
      return caught;
    }
    seen.add(caught);
    Throwable cause = caught.getCause();
    boolean deeper = cause != null && seen.size() < MAX_DEPTH && !seen.contains(cause);
    return new StandIn(
        caught.getClass().getName(), deeper ? of(cause, seen) : null, caught.getStackTrace());
  }

  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
