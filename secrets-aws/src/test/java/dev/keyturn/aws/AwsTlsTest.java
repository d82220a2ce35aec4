package dev.keyturn.aws;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that nobody should accept; no request reaches the server behind them. */
class AwsTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  Path dir;

  @Test
  void refusesACertificateThatNobodySigned() throws Exception {
    assertRefused(certificate("CN=localhost", "san=dns:localhost,ip:127.0.0.1", "-0d"));
  }

  @Test
  void refusesItAlsoWhereTheProcessTakesAnyHost() throws Exception {
    HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    try {
      assertRefused(certificate("CN=elsewhere.example", "san=dns:elsewhere.example", "-0d"));
    } finally {
      HttpsURLConnection.setDefaultHostnameVerifier(before);
    }
  }

  private void assertRefused(Path keys) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server = server(keys, requests);
    String address = "https://localhost:" + server.getAddress().getPort();
    Path credentials = Files.writeString(
        dir.resolve("credentials"),
        "[prod]\naws_access_key_id = AKIDTEST\naws_secret_access_key = key-of-this-test\n");
    Map<String, String> environment =
        Map.of("AWS_SHARED_CREDENTIALS_FILE", credentials.toString(), "HOME", dir.toString());
    Map<String, String> settings =
        Map.of("region", "eu-central-1", "endpoint", address, "profile", "prod");
    try (Opened opened = Opened.open(new AwsSecretsManagerProvider(), settings, environment)) {
      StoreException failure = opened.failure("aws-sm://prod/db");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure).hasMessageContaining("certificate");
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(0);
  }

  private HttpsServer server(Path keys, AtomicInteger requests) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.sendResponseHeaders(500, -1);
      exchange.close();
    });
    server.start();
    return server;
  }

  private Path certificate(String name, String extension, String start) throws Exception {
    Path keys = dir.resolve("keys.p12");
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        name,
        "-ext",
        extension,
        "-startdate",
        start,
        "-validity",
        "1",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        "changeit");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return keys;
  }
}
