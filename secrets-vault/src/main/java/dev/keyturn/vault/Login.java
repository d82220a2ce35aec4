package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;

/** One way to come by a token. */
interface Login {
  /** Logs in. Blocks. */
  Session open(Deadline deadline) throws StoreException, InterruptedException;

  /** Whether the credential that the last login was made with has been replaced since. */
  boolean isOutdated() throws InterruptedException;

  /** Says what it is, for people. */
  String describe();
}
