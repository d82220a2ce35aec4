package dev.keyturn.testkit;

import org.jspecify.annotations.Nullable;

/** Several things that may be wrong, each found out although another was. */
final class Complaints {
  private @Nullable Throwable first;

  void of(Runnable check) {
    try {
      check.run();
    } catch (RuntimeException | Error e) {
      add(e);
    }
  }

  private void add(Throwable complaint) {
    if (first == null) {
      first = complaint;
    } else {
      first.addSuppressed(complaint);
    }
  }

  void raise() {
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
