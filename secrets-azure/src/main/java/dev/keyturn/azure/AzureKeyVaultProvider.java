package dev.keyturn.azure;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * Azure Key Vault. A reference names a secret of the one vault that is configured; {@code ?version=} is
 * the id of a version.
 */
@StoreKind("azure-kv")
public final class AzureKeyVaultProvider implements SecretStoreProvider {
  /** For ServiceLoader. */
  public AzureKeyVaultProvider() {}

  @Override
  public Set<String> keys() {
    return AzureSettings.KEYS;
  }

  @Override
  public Set<String> secretKeys() {
    return AzureSettings.SECRET_KEYS;
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    SecretStoreProvider.super.check(ref);
    SecretName.of(ref);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return KeyVaultStore.open(context);
  }
}
