/** Test code that uses Keyturn, and providers, without a real store and without waiting. */
module dev.keyturn.testkit {
  requires transitive dev.keyturn;
  requires static transitive org.jspecify;

  exports dev.keyturn.testkit;

  provides dev.keyturn.spi.SecretStoreProvider with
      dev.keyturn.testkit.internal.MemProvider;
}
