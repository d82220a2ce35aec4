package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.Set;

/**
 * Offers files below configured directories: {@code file://name}, and {@code file://name/} for a
 * directory as one secret with a field for each file.
 */
@StoreKind("file")
public final class FileProvider implements SecretStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FileProvider() {}

  @Override
  public Set<String> keys() {
    return Set.of(Roots.KEY);
  }

  @Override
  public void check(SecretRef ref) throws StoreException {
    if (ref.isRooted()) {
      throw invalid(
          "a file is named below its root, without a '/' in front; the roots are set in store."
              + ref.store()
              + "."
              + Roots.KEY);
    }
    if (ref.version().isPresent()) {
      throw invalid("a file has no versions; leave ?version= out");
    }
    if (ref.segments().stream().anyMatch(Names::isHousekeeping)) {
      throw invalid(
          "a segment of the path begins with '..'; such names are the mount's own, never a secret");
    }
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }

  @Override
  public SecretStore open(StoreContext context) throws StoreException {
    return new FileStore(context, Roots.of(context));
  }
}
