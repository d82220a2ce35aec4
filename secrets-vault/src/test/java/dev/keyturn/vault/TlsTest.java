package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that nobody should accept; no request reaches the server behind them. */
class TlsTest {
  private static final String PASSWORD = "changeit";
  private static final String HERE = "san=dns:localhost,ip:127.0.0.1";
  private static final String BODY =
      "{\"data\":{\"data\":{\"a\":\"1\"},\"metadata\":{\"version\":1}}}";

  @TempDir
  Path dir;

  @Test
  void refusesACertificateThatNobodySigned() throws Exception {
    Path keys = certificate("server", HERE, "-0d", List.of());
    assertThat(refused(keys, Map.of()))
        .hasMessageContaining("store.vault.ca-cert")
        .hasMessageContaining("VAULT_CACERT");
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    Path keys = certificate("server", "san=dns:elsewhere.example", "-0d", List.of());
    refused(keys, Map.of("ca-cert", exported(keys, "server")));
  }

  @Test
  void refusesACertificateThatHasExpired() throws Exception {
    certificate("ca", "bc=ca:true", "-9d", List.of());
    Path keys = certificate("server", HERE, "-3d", List.of("-validity", "1", "-signer", "ca"));
    refused(keys, Map.of("ca-cert", exported(keys, "ca")));
  }

  @Test
  void acceptsTheOneThatIsNamed() throws Exception {
    Path keys = certificate("server", HERE, "-0d", List.of());
    String ca = exported(keys, "server");
    assertThat(read(keys, Map.of("ca-cert", ca), Map.of())).isEqualTo("1");
    assertThat(read(keys, Map.of(), Map.of("VAULT_CACERT", ca))).isEqualTo("1");
  }

  @Test
  void saysWhichFileHoldsNoCertificate() throws Exception {
    Path file = Files.writeString(dir.resolve("ca.pem"), "nothing");
    Path keys = certificate("server", HERE, "-0d", List.of());
    StoreException failure = failure(keys, Map.of(), Map.of("VAULT_CACERT", file.toString()));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("VAULT_CACERT");
  }

  private StoreException refused(Path keys, Map<String, String> settings) throws Exception {
    StoreException failure = failure(keys, settings, Map.of());
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure).hasMessageContaining("certificate");
    return failure;
  }

  private static StoreException failure(
      Path keys, Map<String, String> settings, Map<String, String> environment) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server = server(keys, requests);
    try (Opened opened = opened(server, settings, environment)) {
      StoreException failure = opened.failure("vault://kv/app");
      assertThat(failure).isNotNull();
      return failure;
    } finally {
      server.stop(0);
      assertThat(requests).hasValue(0);
    }
  }

  private static String read(
      Path keys, Map<String, String> settings, Map<String, String> environment) throws Exception {
    HttpsServer server = server(keys, new AtomicInteger());
    try (Opened opened = opened(server, settings, environment)) {
      return opened.text("vault://kv/app#a");
    } finally {
      server.stop(0);
    }
  }

  private static Opened opened(
      HttpsServer server, Map<String, String> settings, Map<String, String> environment)
      throws StoreException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("address", "https://localhost:" + server.getAddress().getPort());
    all.put("token", "s.token-of-this-test");
    all.put("kv-version.kv", "2");
    return Opened.open(all, environment);
  }

  private static HttpsServer server(Path keys, AtomicInteger requests) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    return server;
  }

  private Path certificate(String alias, String extension, String start, List<String> more)
      throws Exception {
    Path keys = dir.resolve("keys.p12");
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
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        PASSWORD));
    options.addAll(more);
    keytool(options);
    return keys;
  }

  private String exported(Path keys, String alias) throws Exception {
    Path file = dir.resolve(alias + ".pem");
    keytool(List.of(
        "-exportcert",
        "-rfc",
        "-alias",
        alias,
        "-file",
        file.toString(),
        "-keystore",
        keys.toString(),
        "-storepass",
        PASSWORD));
    return file.toString();
  }

  private static void keytool(List<String> options) throws Exception {
    List<String> command = new ArrayList<>(options);
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
