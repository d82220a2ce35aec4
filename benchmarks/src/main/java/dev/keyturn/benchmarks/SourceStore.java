package dev.keyturn.benchmarks;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.time.Duration;

/** The source as Keyturn sees it. */
final class SourceStore implements SecretStore {
  private final Source source;

  SourceStore(Source source) {
    this.source = source;
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
    try {
      int version = source.fetch();
      return StoredSecret.of(Source.text(version)).withVersion(String.valueOf(version));
    } catch (IOException e) {
      throw new StoreException(ErrorCode.UNAVAILABLE, "the store is down");
    }
  }

  @Override
  public void close() {}
}
