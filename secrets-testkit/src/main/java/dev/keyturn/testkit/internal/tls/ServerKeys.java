package dev.keyturn.testkit.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's certificate, who signed it, and its key, which it does not print. */
public final class ServerKeys {
  private static final char[] PASSWORD = "in memory only".toCharArray();

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final X509Certificate authority;

  ServerKeys(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    this.key = key;
    this.certificate = certificate;
    this.authority = authority;
  }

  /** {@return what a server listens with} */
  public SSLContext context() {
    try {
      KeyStore store = keyStore(PASSWORD);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK offers no TLS", e);
    }
  }

  /**
   * Gives both to servers that want a key store.
   *
   * @param password protects the key
   * @return a key store in memory, with one entry
   */
  public KeyStore keyStore(char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, password, new Certificate[] {certificate, authority});
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK keeps no key in memory", e);
    }
  }
}
