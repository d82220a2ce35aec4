package dev.keyturn.internal;

/** What a caller is to do, by the table in {@link Deciding}. */
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
   * @param briefly whether there is a last good value to take if it takes too long
   */
  record Wait(Flight flight, boolean launch, boolean briefly) implements Decision {}
}
