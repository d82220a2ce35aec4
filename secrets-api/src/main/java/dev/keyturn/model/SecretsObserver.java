package dev.keyturn.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hears what happens, for audit and metrics; never a value. The methods are called on threads of the
 * engine, in order, never on a caller's; one that throws costs one log line and nothing else.
 */
public interface SecretsObserver {
  /** Why a store was called. */
  enum Cause {
    /** A caller had nothing to be served. */
    MISS,
    /** The time had come. */
    REFRESH,
    /** The value was refused by what it opens. */
    REJECTED,
    /** The store said that something changed. */
    CHANGED
  }

  /**
   * One call to a store.
   *
   * @param ref the secret, without a field
   * @param store the store's name
   * @param cause why it was called
   * @param version the version it gave, empty if it failed
   * @param failure why it failed, empty if it did not
   * @param duration from call to answer
   */
  record Call(
      SecretRef ref,
      String store,
      Cause cause,
      Optional<String> version,
      Optional<ErrorCode> failure,
      Duration duration) {}

  /**
   * A time in which a store fails.
   *
   * @param store the store's name
   * @param code the first failure's code
   * @param since when it began
   * @param lasted how long it took, empty while it lasts
   */
  record Outage(String store, ErrorCode code, Instant since, Optional<Duration> lasted) {}

  /**
   * A version was handed out under a name, for the first time unless {@code audit.hits} is set.
   *
   * @param name the name or reference as the caller gave it
   * @param ref the reference it stands for
   * @param version the version handed out
   */
  record HandOut(String name, SecretRef ref, String version) {}

  /**
   * A store answered, or failed to.
   *
   * @param call what was asked and how it ended
   */
  default void onCall(Call call) {}

  /**
   * A secret rotated.
   *
   * @param rotation which one, and from which version to which
   */
  default void onRotation(Rotation rotation) {}

  /**
   * A store began to fail.
   *
   * @param outage which one and why
   */
  default void onOutageBegin(Outage outage) {}

  /**
   * A store answers again.
   *
   * @param outage which one, and how long it took
   */
  default void onOutageEnd(Outage outage) {}

  /**
   * A version was handed out.
   *
   * @param handOut to which name
   */
  default void onHandOut(HandOut handOut) {}
}
