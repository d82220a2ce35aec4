package dev.keyturn.gcp;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * Google Secret Manager. A reference names a secret by its id, or by {@code projects/P/secrets/S}, which
 * is then held against the configured project; {@code ?version=} is a number or an alias, {@code latest}
 * by default.
 */
@StoreKind("gcp-sm")
public final class GcpSecretManagerProvider implements SecretStoreProvider {
  /** For ServiceLoader. */
  public GcpSecretManagerProvider() {}

  @Override
  public Set<String> keys() {
    return GcpSettings.KEYS;
  }

  @Override
  public Set<String> secretKeys() {
    return GcpSettings.SECRET_KEYS;
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    SecretName.of(ref);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return SecretManagerStore.open(context);
  }
}
