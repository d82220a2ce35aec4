/** HashiCorp Vault and OpenBao. */
module dev.keyturn.vault {
  requires transitive dev.keyturn;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires java.net.http;

  exports dev.keyturn.vault;

  provides dev.keyturn.spi.SecretStoreProvider with
      dev.keyturn.vault.VaultProvider;
}
