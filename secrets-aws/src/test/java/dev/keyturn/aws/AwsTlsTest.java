package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that nobody should accept; no request reaches the server behind them. */
class AwsTlsTest {
  @TempDir
  Path dir;

  @Test
  void refusesACertificateThatNobodySigned() throws Exception {
    assertRefused(
        TestKeys.selfSigned(dir, "CN=localhost", "san=dns:localhost,ip:127.0.0.1"),
        "is not trusted; name the file of its CA in store.aws-sm.ca-cert");
  }

  @Test
  void refusesItAlsoWhereTheProcessTakesAnyHost() throws Exception {
    HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    try {
      TestKeys keys = TestKeys.selfSigned(dir, "CN=elsewhere.example", "san=dns:elsewhere.example");
      assertRefused(keys, "certificate");
    } finally {
      HttpsURLConnection.setDefaultHostnameVerifier(before);
    }
  }

  private void assertRefused(TestKeys keys, String said) throws Exception {
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
      assertThat(failure).hasMessageContaining(said);
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(0);
  }

  private static HttpsServer server(TestKeys keys, AtomicInteger requests) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.sendResponseHeaders(500, -1);
      exchange.close();
    });
    server.start();
    return server;
  }
}
