/** For tests of code that uses Keyturn, and of providers: no real store, no waiting. */
module dev.keyturn.testkit {
  requires java.logging;
  requires transitive dev.keyturn;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires com.fasterxml.jackson.core;
  requires jdk.httpserver;

  exports dev.keyturn.testkit;

  // the contract's tests are not public
  opens dev.keyturn.testkit to
      org.junit.platform.commons;

  provides dev.keyturn.spi.SecretStoreProvider with
      dev.keyturn.testkit.internal.MemProvider;
}
