package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The certificate that this client shows, and its key; read from their files at each login. */
final class ClientKey {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private final VaultSettings settings;
  private final Path certificate;
  private final Path key;

  ClientKey(VaultSettings settings) throws StoreException {
    this.settings = settings;
    this.certificate = path("client-cert");
    this.key = path("client-key");
  }

  private Path path(String name) throws StoreException {
    try {
      return Path.of(settings.required(name));
    } catch (InvalidPathException e) {
      throw settings.invalid(name, "is not a path");
    }
  }

  KeyManager[] load() throws StoreException {
    PrivateKey privateKey = privateKey();
    char[] nobody = new char[0];
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("client", privateKey, nobody, certificates());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, nobody);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw settings.invalid("client-key", "is not the key of the certificate in client-cert");
    }
  }

  private Certificate[] certificates() throws StoreException {
    byte[] pem = read("client-cert", certificate);
    try {
      Certificate[] chain = CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .toArray(new Certificate[0]);
      if (chain.length > 0) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      // said below
    }
    throw settings.invalid("client-cert", "names a file that holds no certificate in PEM");
  }

  private PrivateKey privateKey() throws StoreException {
    String pem = new String(read("client-key", key), StandardCharsets.US_ASCII);
    Matcher matcher = PKCS8.matcher(pem);
    if (matcher.find()) {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
          // a key of another algorithm
        }
      }
    }
    throw settings.invalid(
        "client-key",
        "names a file that holds no private key in PKCS #8 without a password;"
            + " `openssl pkcs8 -topk8 -nodes` makes one of it");
  }

  private byte[] read(String name, Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          settings.key(name) + " names a file that cannot be read",
          e);
    }
  }
}
