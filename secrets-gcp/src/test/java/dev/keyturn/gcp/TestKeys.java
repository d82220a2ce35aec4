package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates of a test, made by the JDK's keytool. */
final class TestKeys {
  private static final String PASSWORD = "changeit";

  private final Path store;

  private TestKeys(Path store) {
    this.store = store;
  }

  /** A server's key with a certificate that nobody but itself vouches for. */
  static TestKeys selfSigned(Path dir, String name, String hosts) throws Exception {
    TestKeys keys = new TestKeys(Files.createTempDirectory(dir, "keys").resolve("keys.p12"));
    keys.generate("server", name, "-ext", hosts, "-validity", "1");
    return keys;
  }

  /** A server's key with a certificate of a CA, which is written to a file as PEM. */
  static TestKeys signed(Path dir, String hosts, Path caFile, String... dates) throws Exception {
    TestKeys keys = new TestKeys(Files.createTempDirectory(dir, "keys").resolve("keys.p12"));
    keys.generate("ca", "CN=CA of this test", "-ext", "bc:c", "-validity", "2");
    List<String> more = new ArrayList<>(List.of("-ext", hosts, "-signer", "ca"));
    more.addAll(List.of(dates));
    keys.generate("server", "CN=server of this test", more.toArray(String[]::new));
    keys.keytool("-exportcert", "ca", "-rfc", "-file", caFile.toString());
    keys.keytool("-delete", "ca");
    return keys;
  }

  SSLContext context() throws Exception {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(loaded, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void generate(String alias, String name, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-keyalg", "EC", "-dname", name));
    arguments.addAll(List.of(more));
    keytool("-genkeypair", alias, arguments.toArray(String[]::new));
  }

  private void keytool(String action, String alias, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-J-XX:TieredStopAtLevel=1",
        action,
        "-alias",
        alias,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
