package dev.keyturn;

import dev.keyturn.internal.Handle;
import dev.keyturn.internal.Live;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Always the current version of a secret; what a pool or a client holds. Thread-safe. It lives until its
 * {@link Secrets} is closed.
 */
public final class LiveSecret implements Supplier<Secret> {
  private final Live live;
  private final Handle handle;

  LiveSecret(Live live) {
    this.live = live;
    this.handle = live.handle();
  }

  /**
   * Gives the current version. Waits for the first fetch as {@link Secrets#get(String)} does; after that
   * it is a read of memory.
   *
   * @return the current version; the last good one, marked stale, while its store fails
   * @throws SecretsException as {@link Secrets#get(String)}: "denied" is never hidden behind an old value
   */
  @Override
  public Secret get() {
    Secret hit = handle.hit();
    return hit == null ? live.get() : hit;
  }

  /**
   * Runs an action with the secret, and again with a better one when the secret was refused, within the
   * configured budget (90 s if nothing else is said). For up to a minute a rotating database may already
   * have a password that its store does not show yet.
   *
   * <p>A value that has not worked yet is tried by one thread while the others wait for its outcome, or
   * until it has run for longer than a login takes (5 s, up to 30 s where refusals come late). So the
   * number of refused logins stays small, at most 8 in 90 s for each secret, whatever the number of
   * threads. Actions that were already under way when the first refusal came back cannot be called back:
   * together with it they count as one.
   *
   * <p>While the secret is refused the store is asked anew every 2 s. A value that it newly shows is tried
   * at once, each other version that it names as worth trying once, and a refused value again after 2, 4,
   * 8, 16 and then every 32 s. A secret with a lease is fetched anew once per budget at most.
   *
   * @param action what needs the secret; it may be run several times
   * @param rejected tells whether a failure means "the credential was refused"; other failures pass at
   *     once
   * @param <T> what the action gives
   * @param <X> what the action throws
   * @return what the action gave
   * @throws X the first failure of the action, if no better secret was found within the budget or the
   *     thread was interrupted (its flag is set)
   * @throws SecretsException as {@link #get()}, before the action has been run; {@code TIMEOUT} if what
   *     others ran was refused and no better secret was found within the budget; {@code CLOSED} also
   *     between two runs
   */
  public <T, X extends Exception> T call(Action<T, X> action, Predicate<? super Exception> rejected)
      throws X {
    return live.call(action::run, rejected);
  }

  /**
   * Runs an action as {@link #call(Action, Predicate)} does, within another budget.
   *
   * @param action what needs the secret; it may be run several times
   * @param rejected tells whether a failure means "the credential was refused"
   * @param budget how long to look for a better secret at most
   * @param <T> what the action gives
   * @param <X> what the action throws
   * @return what the action gave
   * @throws X as {@link #call(Action, Predicate)}
   * @throws SecretsException as {@link #call(Action, Predicate)}
   */
  public <T, X extends Exception> T call(
      Action<T, X> action, Predicate<? super Exception> rejected, Duration budget) throws X {
    return live.call(action::run, rejected, budget);
  }

  /**
   * Says that a secret was refused by what it should open. Returns at once; the store is asked anew, and
   * if it still shows the same value, {@link #get()} offers another candidate next.
   *
   * @param secret what was refused; nothing happens if it is no longer the one given out
   */
  public void rejected(Secret secret) {
    live.rejected(secret);
  }

  /**
   * Hears of rotations, one at a time and in order, on a thread of the engine and after {@link #get()}
   * gives the new version. While the listener is busy, further rotations are merged into one. A listener
   * that throws costs a log line.
   *
   * @param listener whom to tell
   * @return to be closed when the listener is no longer wanted; does not throw and does not wait
   */
  public AutoCloseable onRotation(Consumer<Rotation> listener) {
    return live.onRotation(listener);
  }

  /**
   * What needs a secret.
   *
   * @param <T> what it gives
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Action<T, X extends Exception> {
    /**
     * Uses the secret.
     *
     * @param secret the version to use
     * @return whatever is wanted
     * @throws X if it fails, for whatever reason
     */
    T run(Secret secret) throws X;
  }
}
