package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import java.util.Set;

/**
 * Offers one kind of store. Found by {@link java.util.ServiceLoader}; its class is public, has a public
 * constructor without parameters, bears {@link StoreKind}, and loads no class of an SDK: that is
 * {@link #open}'s to do. One object may open several stores, from several threads.
 */
public interface SecretStoreProvider {
  /**
   * Names the configuration keys it knows, without {@code store.NAME.}; a key that is not among them is
   * an error before anything is opened. {@code x.*} stands for any ending. The keys {@code provider},
   * {@code timeout}, {@code expired}, {@code proxy}, {@code ca-cert} and {@code trim} are the engine's.
   *
   * @return the keys; not null, never changing
   */
  Set<String> keys();

  /**
   * Names those of its keys that are themselves secret. The configuration gives them as references to
   * other stores; a plain value there is an error.
   *
   * @return some of {@link #keys()}; none by default
   */
  default Set<String> secretKeys() {
    return Set.of();
  }

  /**
   * Looks whether the kind can have such a reference, without I/O. By default a name that begins with a
   * slash and a tree are refused.
   *
   * @param ref a reference to a store of this kind
   * @throws StoreException {@link ErrorCode#INVALID_REFERENCE} for a name, a tree or a version that the
   *     kind cannot have; the message says what one looks like
   */
  default void check(SecretRef ref) throws StoreException {
    if (ref.isRooted()) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE, "names of this store do not begin with '/'");
    }
    if (ref.isTree()) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE, "this store has no trees; leave the last '/' out");
    }
  }

  /**
   * Opens a store. Here the SDK is loaded and its client built; nothing is sent and nothing is waited
   * for: a login belongs to the first fetch and its timeout. Called on a thread of the engine, once for
   * each store, at its first use; again if it failed.
   *
   * @param context the store's configuration and surroundings; it may be kept
   * @return the store; the engine closes it
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if a setting is missing or wrong; the
   *     message names the key or variable to set
   */
  SecretStore open(StoreContext context) throws StoreException;
}
