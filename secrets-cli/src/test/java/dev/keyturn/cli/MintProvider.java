package dev.keyturn.cli;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store that makes a new credential at each read, as a database's broker does. */
@StoreKind("mint")
public final class MintProvider implements SecretStoreProvider {
  /** What was done, for the tests of this process. */
  static final List<String> LOG = new CopyOnWriteArrayList<>();

  @Override
  public Set<String> keys() {
    return Set.of("broken");
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    if (context.config("broken").isPresent()) {
      throw new StoreException(ErrorCode.INVALID_CONFIGURATION, "it is broken; leave broken out");
    }
    return new Mint();
  }

  private static final class Mint implements LeasingStore {
    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
      LOG.add("made " + ref);
      if (ref.path().equals("static")) {
        throw new StoreException(ErrorCode.NOT_FOUND, "nothing is there");
      }
      return StoredSecret.of("s3cr3t").withLease(new Lease("id", Duration.ofHours(1), true));
    }

    @Override
    public boolean probe(SecretRef ref, Duration timeout) throws StoreException {
      LOG.add("probed " + ref);
      if (ref.path().equals("denied")) {
        throw new StoreException(ErrorCode.DENIED, "needs read on it");
      }
      return !ref.path().equals("static");
    }

    @Override
    public Lease renew(Lease lease, Duration wanted, Duration timeout) {
      return lease;
    }

    @Override
    public void revoke(Lease lease, Duration timeout) {
      LOG.add("revoked");
    }

    @Override
    public Map<String, String> describe() {
      return Map.of("auth", "by trust");
    }

    @Override
    public void close() {}
  }
}
