package dev.keyturn.internal;

/** What an entry's handles show of what it knows. Guarded by the entry's lock. */
final class Display {
  private final Known known;
  private final Handles handles;
  private final Doubt doubt;

  Display(Known known, Handles handles, Doubt doubt) {
    this.known = known;
    this.handles = handles;
    this.doubt = doubt;
  }

  /** Shows the value as it was given. */
  void current() {
    Good usable = known.usable();
    handles.show(usable == null ? null : usable.base(), doubt);
  }

  /** Of a value that is no longer fresh: shows it marked if it may stand in, else nothing. */
  void staleOrNothing(long now) {
    if (known.fresh(now) != null) {
      return;
    }
    Good old = known.standIn(now);
    Failure why = known.failure;
    handles.show(old == null || why == null ? null : old.base().stale(why.code()), doubt);
  }

  /** Shows the value again, as the doubt about it changed. */
  void again(long now) {
    if (known.fresh(now) != null) {
      current();
    } else {
      staleOrNothing(now);
    }
  }

  /** Leaves the decision to the next reader. */
  void nothing() {
    handles.show(null, doubt);
  }

  /** From here on it counts as unread. */
  void forgetReads() {
    handles.forgetReads();
  }

  /** Whether somebody would miss the value. */
  boolean isWanted() {
    return handles.isWanted();
  }
}
