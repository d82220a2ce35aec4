package dev.keyturn.vault;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * Vault and OpenBao. A reference names a mount and a path in it, without the {@code data/} of KV version
 * 2; {@code ?version=} is the number of a version there.
 */
@StoreKind("vault")
public final class VaultProvider implements SecretStoreProvider {
  /** For ServiceLoader. */
  public VaultProvider() {}

  @Override
  public Set<String> keys() {
    return VaultSettings.KEYS;
  }

  @Override
  public Set<String> secretKeys() {
    return VaultSettings.SECRET_KEYS;
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    VaultPath.of(ref);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return VaultStore.open(context);
  }
}
