package dev.keyturn.testkit.internal.vault;

import org.jspecify.annotations.Nullable;

/** What is mounted somewhere: a secrets engine, a way to log in, or a part of the system. */
interface Backend {
  /** Does what is asked. Called with the server's lock held, and once the caller's right is proved. */
  Reply handle(Ask ask);

  /** How it is counted. */
  String operation(Action action, String rest);

  /** The name of the secret below the mount that is asked for; null if none is. */
  default @Nullable String secret(String rest) {
    return null;
  }

  /** Whether it is asked without a token. */
  default boolean isOpen(String rest) {
    return false;
  }

  /** Whether any token will do, whatever its policies. */
  default boolean isForEveryone(String rest) {
    return false;
  }

  /** Does what has become due by itself. */
  default void tick() {}

  /** Whether something is there already, so that writing is {@code update} and not {@code create}. */
  default boolean exists(String rest) {
    return true;
  }
}
