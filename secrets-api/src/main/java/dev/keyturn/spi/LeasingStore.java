package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import java.time.Duration;

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
}
