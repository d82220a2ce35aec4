package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/** Offers the environment's variables: {@code env://NAME}. */
@StoreKind("env")
public final class EnvProvider implements SecretStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public EnvProvider() {}

  @Override
  public Set<String> keys() {
    return Set.of();
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    SecretStoreProvider.super.check(ref);
    if (ref.segments().size() > 1) {
      throw invalid("a variable's name holds no '/'; write " + ref.store() + "://NAME");
    }
    if (ref.version().isPresent()) {
      throw invalid("a variable has no versions; leave ?version= out");
    }
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }

  @Override
  public SecretStore open(StoreContext context) {
    return new EnvStore(context);
  }
}
