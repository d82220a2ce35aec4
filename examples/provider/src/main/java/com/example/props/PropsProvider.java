package com.example.props;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.nio.file.Path;
import java.util.Set;

/** Offers the kind {@code props}: secrets in a properties file, {@code props://NAME}. */
@StoreKind("props")
public final class PropsProvider implements SecretStoreProvider {
  @Override
  public Set<String> keys() {
    return Set.of("path");
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    SecretStoreProvider.super.check(ref); // no leading slash, no trees
    if (ref.version().isPresent()) {
      throw new StoreException(ErrorCode.INVALID_REFERENCE, "a properties file has no versions");
    }
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    String path = context
        .config("path")
        .orElseThrow(() -> new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            "set store." + context.name() + ".path to the properties file"));
    return new PropsStore(Path.of(path));
  }
}
