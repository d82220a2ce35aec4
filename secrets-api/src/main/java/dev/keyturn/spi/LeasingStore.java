package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import java.time.Duration;
import java.util.Collection;

/** A store whose answers may bear a lease. The engine renews and revokes; the store only calls. */
public interface LeasingStore extends SecretStore {
  /**
   * Extends a lease, counted from now.
   *
   * @param lease the lease as the store gave it, at first or at the last renewal
   * @param wanted the duration to ask for: that of the first grant
   * @param timeout as for {@link #fetch}
   * @return the lease as the store extended it; it may be shorter than wanted
   * @throws StoreException {@link ErrorCode#NOT_FOUND} or {@link ErrorCode#DENIED} if the lease is gone
   *     or cannot be extended; the credential is then replaced
   * @throws InterruptedException if the thread is interrupted
   */
  Lease renew(Lease lease, Duration wanted, Duration timeout)
      throws StoreException, InterruptedException;

  /**
   * Ends a lease and the credential that lives by it. A lease that is already gone is no error.
   *
   * @param lease the lease
   * @param timeout as for {@link #fetch}
   * @throws StoreException if it may still live; the message says which permission is missing
   * @throws InterruptedException if the thread is interrupted
   */
  void revoke(Lease lease, Duration timeout) throws StoreException, InterruptedException;

  /**
   * Ends the logins that the store made itself, and with each the leases that hang on it: what the engine
   * asks for before it closes the store. It does not where {@code leases.revoke-on-close} is {@code false}
   * and the store has given out leases that still live. A credential that was given is left alone.
   *
   * @param held the leases of this store that still live, as it last gave them; may be empty
   * @param timeout as for {@link #fetch}
   * @return those of them that go on living and are to be revoked one by one; all of them by default
   * @throws StoreException if a login may still live; all leases are then revoked one by one
   * @throws InterruptedException if the thread is interrupted
   */
  default Collection<Lease> logOut(Collection<Lease> held, Duration timeout)
      throws StoreException, InterruptedException {
    return held;
  }
}
