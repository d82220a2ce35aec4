package dev.keyturn.testkit.internal.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates, made by the JDK's own keytool. */
final class KeyStores {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "own";

  private KeyStores() {}

  static KeyStore make(Path folder, String name, String alternative)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
    command.addAll(List.of("-alias", ALIAS, "-keystore", file.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", "changeit", "-dname", "CN=" + name, "-keyalg", "EC"));
    command.addAll(List.of("-validity", "2", "-startdate", "-1d", "-ext", "SAN=" + alternative));
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError("keytool failed");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  static String pem(KeyStore store) throws GeneralSecurityException {
    String body =
        Base64.getMimeEncoder().encodeToString(store.getCertificate(ALIAS).getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }

  /** With the key of one, or none where that is null, and trust in the other. */
  static SSLContext context(KeyStore own, KeyStore trusted)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, PASSWORD);
    anchors.setCertificateEntry("trusted", trusted.getCertificate(ALIAS));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
