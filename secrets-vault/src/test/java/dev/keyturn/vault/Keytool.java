package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of a test, made by the JDK's own tool. */
final class Keytool {
  static final String HERE = "san=dns:localhost,ip:127.0.0.1";

  private static final String PASSWORD = "changeit";

  private final Path dir;
  private final Path keys;

  Keytool(Path dir) {
    this.dir = dir;
    this.keys = dir.resolve("keys.p12");
  }

  /** Makes a key, and a certificate with this extension that is valid from then. */
  Keytool make(String alias, String extension, String start, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + alias,
        "-ext",
        extension,
        "-startdate",
        start,
        "-storetype",
        "PKCS12"));
    options.addAll(List.of(more));
    run(options);
    return this;
  }

  /** The file of a certificate. */
  String certificate(String alias) throws Exception {
    byte[] der = load().getCertificate(alias).getEncoded();
    return pem(alias + ".pem", "CERTIFICATE", der);
  }

  /** The file of a key. */
  String key(String alias) throws Exception {
    byte[] der = load().getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return pem(alias + ".key", "PRIVATE KEY", der);
  }

  private String pem(String file, String label, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder().encodeToString(der);
    return Files.writeString(
            dir.resolve(file),
            "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
        .toString();
  }

  /** What a server shows, and whom it accepts: the same. */
  SSLContext server() throws Exception {
    KeyStore store = load();
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    KeyStore accepted = KeyStore.getInstance("PKCS12");
    accepted.load(null, null);
    for (String alias : List.copyOf(Collections.list(store.aliases()))) {
      accepted.setCertificateEntry(alias, store.getCertificate(alias));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(accepted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void run(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(options);
    command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
