package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What the engine gives to one store. All methods may be called from any thread, for as long as the
 * store is open.
 */
public interface StoreContext {
  /**
   * Names the store, for messages.
   *
   * @return the name, which is also the scheme of its references
   */
  String name();

  /**
   * Reads a setting of the store.
   *
   * @param key one of the provider's {@code keys()}, but not of its {@code secretKeys()}
   * @return the value, trimmed; empty if it is not set
   */
  Optional<String> config(String key);

  /**
   * Lists the settings that a key with {@code *} stands for.
   *
   * @param prefix what stands before the {@code *}, with its dot
   * @return the endings and their values
   */
  Map<String, String> configs(String prefix);

  /**
   * Reads a setting that is itself secret, from the store that its reference names. Blocks; to be
   * called at each login, on the thread of the fetch, whose deadline then holds for it too. It comes
   * from the cache where that is fresh.
   *
   * @param key one of the provider's {@code secretKeys()}
   * @return the secret; empty if the key is not set
   * @throws StoreException if it cannot be had: {@link ErrorCode#UNAUTHENTICATED} if it is missing or
   *     denied, otherwise with the code of its own store
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<Secret> secret(String key) throws StoreException, InterruptedException;

  /**
   * Reads an address under the rule that holds for all stores: https, or a loopback host; no user
   * info. It is not looked up.
   *
   * @param what where it was said, for the message: a configuration key or a variable
   * @param text the address
   * @return the address, without a slash at its end
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if the rule is broken
   */
  URI address(String what, String text) throws StoreException;

  /** {@return the environment's variables; not to be changed} */
  Map<String, String> environment();

  /** {@return the clock, the timers and the threads} */
  TimeSource time();

  /**
   * Gives the identity of the job that this process runs in: the token that {@code id-token} names, or
   * that of the CI system which is found by its environment. No I/O.
   *
   * @return the source, to be asked anew at each exchange; empty if there is none
   */
  Optional<IdTokenSource> idTokens();

  /**
   * Says that a secret may have changed, or lost its lease. Returns at once. The engine asks for it
   * anew, at most once per second; readers keep what they have unless it was leased.
   *
   * @param ref the secret
   */
  void changed(SecretRef ref);

  /** Says the same of everything that this store has given. */
  void changed();
}
