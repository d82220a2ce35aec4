package dev.keyturn.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handles that show one secret. Guarded by the entry's lock. */
final class Handles {
  /** A text can be spelled in more ways than are worth keeping. */
  private static final int MOST = 1_000;

  private final List<Handle> handles = new ArrayList<>();
  private boolean live;

  /** Takes one more; false if there are enough of them. */
  boolean add(Handle handle) {
    if (handles.size() >= MOST && !handle.live) {
      return false;
    }
    for (Handle other : handles) {
      if (other.text.equals(handle.text)) {
        handle.reportsWith(other);
        break;
      }
    }
    handles.add(handle);
    live |= handle.live;
    return true;
  }

  void remove(Handle handle) {
    handles.remove(handle);
  }

  List<Handle> all() {
    return List.copyOf(handles);
  }

  /** Shows a value to readers; null leaves the decision to the next one. */
  void show(@Nullable Base base, Doubt doubt) {
    for (Handle handle : handles) {
      handle.show(base == null || !handle.live ? base : doubt.instead(base));
    }
  }

  /** From here on it counts as unread. */
  void forgetReads() {
    handles.forEach(handle -> handle.read = false);
  }

  boolean isLive() {
    return live;
  }

  /** Whether somebody would miss the value. */
  boolean isWanted() {
    return live || handles.stream().anyMatch(handle -> handle.read);
  }
}
