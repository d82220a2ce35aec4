package dev.keyturn.testkit.internal;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import dev.keyturn.testkit.InMemoryStore;
import java.util.Set;

/**
 * Offers {@link InMemoryStore} to the configuration: {@code store.aws-sm.provider=mem} turns references
 * to another store into references to memory. What it holds is said there too, {@code
 * store.aws-sm.value.prod/db=…}; such a value stands in a file for all to see, so it is for demonstrations.
 */
@StoreKind("mem")
public final class MemProvider implements SecretStoreProvider {
  private static final String VALUE = "value.";

  /** Makes a provider, as {@link java.util.ServiceLoader} does. */
  public MemProvider() {}

  @Override
  public Set<String> keys() {
    return Set.of(VALUE + "*");
  }

  /** Lets names begin with a slash, as those of the store it stands in for may. */
  @Override
  public void check(SecretRef ref) throws StoreException {
    if (ref.isTree() || !ref.isRooted()) {
      SecretStoreProvider.super.check(ref);
    }
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    InMemoryStore store = new InMemoryStore(context.time());
    context.configs(VALUE).forEach(store::put);
    return store;
  }
}
