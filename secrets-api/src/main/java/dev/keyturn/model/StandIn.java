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

  /** Null stands for null. */
  static @Nullable Throwable of(@Nullable Throwable caught) {
    return of(caught, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static @Nullable Throwable of(@Nullable Throwable caught, Set<Throwable> seen) {
    if (caught == null || seen.size() == MAX_DEPTH || !seen.add(caught)) {
      return null;
    }
    if (caught instanceof StandIn) {
      return caught;
    }
    return new StandIn(
        caught.getClass().getName(), of(caught.getCause(), seen), caught.getStackTrace());
  }

  /** Reads in a stack trace as what it stands for. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message alone; there is nothing to add to it
  public String toString() {
    return String.valueOf(getMessage());
  }
}
