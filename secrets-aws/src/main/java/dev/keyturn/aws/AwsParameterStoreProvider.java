package dev.keyturn.aws;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * The Parameter Store of AWS Systems Manager, decrypted. A reference names a parameter by its name or
 * ARN; {@code ?version=} is a number or a label. A path that ends in {@code /} is everything below it
 * as one secret.
 */
@StoreKind("aws-ssm")
public final class AwsParameterStoreProvider implements SecretStoreProvider {
  /** For ServiceLoader. */
  public AwsParameterStoreProvider() {}

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
    ParameterName.of(ref);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return ParameterStore.open(context);
  }
}
