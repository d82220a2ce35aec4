/** Fetch a secret from any store, keep it fresh, survive its rotation. */
@SuppressWarnings("module") // the command and the test kit are built later and need not be there
module dev.keyturn {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires static jdk.jfr;

  exports dev.keyturn;
  exports dev.keyturn.model;
  exports dev.keyturn.spi;
  exports dev.keyturn.internal to
      dev.keyturn.cli;
  exports dev.keyturn.internal.ways to
      dev.keyturn.testkit;

  uses dev.keyturn.spi.SecretStoreProvider;

  provides dev.keyturn.spi.SecretStoreProvider with
      dev.keyturn.internal.stores.EnvProvider,
      dev.keyturn.internal.stores.FileProvider;
}
