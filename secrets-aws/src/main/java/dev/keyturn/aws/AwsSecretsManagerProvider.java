package dev.keyturn.aws;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * AWS Secrets Manager. A reference names a secret by its name or its full or partial ARN; {@code
 * ?version=} is a stage ({@code AWSCURRENT} by default) or a version id.
 */
@StoreKind("aws-sm")
public final class AwsSecretsManagerProvider implements SecretStoreProvider {
  /** For ServiceLoader. */
  public AwsSecretsManagerProvider() {}

  @Override
  public Set<String> keys() {
    return AwsSettings.KEYS;
  }

  @Override
  public Set<String> secretKeys() {
    return AwsSettings.SECRET_KEYS;
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    SecretName.of(ref);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return SecretsManagerStore.open(context);
  }
}
