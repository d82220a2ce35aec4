package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.Map;

/** The environment's variables. They have no versions and never change while a process runs. */
final class EnvStore implements SecretStore {
  /** What Java puts where the variable's bytes are no text in the process's character set. */
  private static final char REPLACEMENT = '\uFFFD';

  private final StoreContext context;

  EnvStore(StoreContext context) {
    this.context = context;
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
    String value = context.environment().get(ref.segments().get(0));
    if (value == null) {
      throw new StoreException(
          ErrorCode.NOT_FOUND,
          "the environment variable is not set; export it, or hand it to the job as a CI secret");
    }
    if (value.indexOf(REPLACEMENT) >= 0) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "the variable holds bytes that Java could not read in this process's character set;"
              + " set LC_ALL=C.UTF-8, or give the secret as a file");
    }
    return StoredSecret.of(value);
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("reads", "the environment of this process");
  }

  @Override
  public void close() {}
}
