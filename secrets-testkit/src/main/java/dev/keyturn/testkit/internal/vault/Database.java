package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.Map;

/** The database that a secrets engine makes accounts in: who may log in, and with which password. */
public final class Database {
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final Object lock;
  private boolean down;

  Database(Object lock) {
    this.lock = lock;
  }

  /**
   * Takes it down, or brings it back.
   *
   * @param whether true for down
   */
  public void down(boolean whether) {
    synchronized (lock) {
      down = whether;
    }
  }

  boolean isDown() {
    return down;
  }

  Map<String, String> passwords() {
    return passwords;
  }

  static String refusal() {
    return "failed to connect to `user=emulated database=emulated`: 127.0.0.1:5432 (127.0.0.1): "
        + "dial error: dial tcp 127.0.0.1:5432: connect: connection refused";
  }
}
