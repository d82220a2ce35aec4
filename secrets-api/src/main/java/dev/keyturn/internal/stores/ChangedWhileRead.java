package dev.keyturn.internal.stores;

import java.io.IOException;

/** What was looked at is no longer what is there: look again. */
final class ChangedWhileRead extends IOException {
  private static final long serialVersionUID = 1L;

  ChangedWhileRead() {
    super("changed while it was read");
  }
}
