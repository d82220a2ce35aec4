/** The store {@code azure-kv}: Azure Key Vault. */
module dev.keyturn.azure {
  requires transitive dev.keyturn;
  requires static transitive org.jspecify;
  requires java.net.http;
  requires com.azure.core;
  requires com.azure.core.http.jdk.httpclient;
  requires com.azure.identity;
  requires com.azure.security.keyvault.secrets;

  exports dev.keyturn.azure;

  provides dev.keyturn.spi.SecretStoreProvider with
      dev.keyturn.azure.AzureKeyVaultProvider;
}
