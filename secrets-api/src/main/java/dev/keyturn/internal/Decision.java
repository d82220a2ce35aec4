package dev.keyturn.internal;

import org.jspecify.annotations.Nullable;

/** What a caller is to do, by the table in {@link Entry#decide}. */
sealed interface Decision {
  /** Take this. */
  record Serve(Base base) implements Decision {}

  /** There is nothing to be had. */
  record Fail(Failure failure) implements Decision {}

  /**
   * Wait for a fetch, then decide anew.
   *
   * @param flight the fetch
   * @param launch whether the caller is to launch it
   * @param meanwhile what to take if it takes too long, or null
   */
  record Wait(Flight flight, boolean launch, @Nullable Base meanwhile) implements Decision {}
}
