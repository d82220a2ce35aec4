package dev.keyturn.testkit;

import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreKind;
import java.util.ServiceLoader;

/** Finds providers as the engine does. */
final class Providers {
  private Providers() {}

  static SecretStoreProvider ofKind(String kind) {
    return ServiceLoader.load(SecretStoreProvider.class).stream()
        .filter(found -> found.type().getAnnotation(StoreKind.class).value().equals(kind))
        .findFirst()
        .orElseThrow()
        .get();
  }
}
