package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One store. All methods may be called from many threads at once; those that take a timeout may block,
 * on a thread of the engine whose context class loader is the provider's.
 *
 * <p>A store calls its service once: it does not retry, cache, log, or read the environment or a clock
 * of its own. A login that the service no longer accepts is dropped when {@link
 * ErrorCode#UNAUTHENTICATED} is thrown; the engine asks once more and the store logs in anew.
 *
 * <p>It tells missing from denied and from unreachable, and no message holds a value, a body or a token.
 * Whatever else it throws counts as {@link ErrorCode#INTERNAL}.
 */
public interface SecretStore extends AutoCloseable {
  /**
   * Reads a secret.
   *
   * @param ref the secret, checked by the provider; its field is not the store's concern
   * @param timeout what is left of the deadline, login included; more than zero. A store that
   *     overruns it by 1 s is interrupted, and its answer is no longer wanted
   * @return the value of the version asked for, or of the current one
   * @throws StoreException if there is no value to give; the code says why
   * @throws InterruptedException if the thread is interrupted
   */
  StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException, InterruptedException;

  /**
   * Reads a secret unless it is the one already known. To be overridden only where asking is cheaper
   * than reading and version numbers never restart; the engine compares versions and values itself.
   *
   * @param ref as for {@link #fetch}
   * @param known what this store gave before
   * @param timeout as for {@link #fetch}
   * @return the value; empty if the store says that {@code known} is still its version, and alive
   * @throws StoreException as for {@link #fetch}
   * @throws InterruptedException if the thread is interrupted
   */
  default Optional<StoredSecret> fetchIfChanged(SecretRef ref, StoredSecret known, Duration timeout)
      throws StoreException, InterruptedException {
    return Optional.of(fetch(ref, timeout));
  }

  /**
   * Names other versions that are worth trying while a rotation is under way and the current one is
   * refused. No I/O.
   *
   * @param ref a reference to the current version
   * @return references to other versions of the same secret, best first; none by default
   */
  default List<SecretRef> candidates(SecretRef ref) {
    return List.of();
  }

  /**
   * Looks whether a path that makes a new credential at each read may be read, without making one.
   *
   * @param ref as for {@link #fetch}
   * @param timeout as for {@link #fetch}
   * @return true if a fetch would make a credential and may do so, and none was made; false, without
   *     I/O, if reading makes nothing: the default
   * @throws StoreException {@link ErrorCode#DENIED} if a fetch would be refused
   * @throws InterruptedException if the thread is interrupted
   */
  default boolean probe(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    return false;
  }

  /**
   * Describes the store to a person: its address, how it authenticates. No I/O, nothing secret.
   *
   * @return what there is to say, in the order to be shown
   */
  default Map<String, String> describe() {
    return Map.of();
  }

  /** Closes the store within 1 s and ends the fetches under way; they may fail in any way. */
  @Override
  void close();
}
