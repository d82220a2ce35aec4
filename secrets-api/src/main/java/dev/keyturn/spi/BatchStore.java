package dev.keyturn.spi;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store that reads several secrets with fewer calls than secrets. */
public interface BatchStore extends SecretStore {
  /**
   * Reads several secrets. What it cannot read this way it leaves out of the answer; the engine then
   * reads that singly. It splits into the service's own chunks itself, and may ask for them at once.
   *
   * @param refs different references, all checked, none with a field
   * @param timeout what is left of the deadline, as for {@link #fetch}
   * @return a result for each reference that it could ask for this way
   * @throws StoreException if the whole batch failed
   * @throws InterruptedException if the thread is interrupted
   */
  Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException, InterruptedException;

  /** How one secret of a batch ended: with a value, or with a failure of its own. */
  final class Result {
    private final @Nullable StoredSecret stored;
    private final @Nullable StoreException failure;

    private Result(@Nullable StoredSecret stored, @Nullable StoreException failure) {
      this.stored = stored;
      this.failure = failure;
    }

    /**
     * A value.
     *
     * @param stored what the store holds
     * @return a result
     */
    public static Result of(StoredSecret stored) {
      return new Result(Objects.requireNonNull(stored, "stored"), null);
    }

    /**
     * A failure of this one secret.
     *
     * @param failure why
     * @return a result
     */
    public static Result failed(StoreException failure) {
      return new Result(null, Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Gives the value.
     *
     * @return what the store holds
     * @throws StoreException if this secret failed
     */
    public StoredSecret get() throws StoreException {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(stored);
    }
  }
}
