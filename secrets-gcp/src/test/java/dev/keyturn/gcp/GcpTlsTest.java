package dev.keyturn.gcp;

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
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpTlsTest {
  private static final String PASSWORD = "changeit";
  private static final String ANSWER = "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":"
      + "{\"data\":\"aGVsbG8gd29ybGQ=\",\"dataCrc32c\":\"3381945770\"}}";

  private final AtomicInteger requests = new AtomicInteger();

  @TempDir
  Path dir;

  @Test
  void takesACertificateOfAnAuthorityThatTheConfigurationTrusts() throws Exception {
    Path keys = issued("-0d");
    HttpsServer server = server(keys);
    try (Opened opened = open(server, dir.resolve("authority.pem"))) {
      assertThat(opened.text("gcp-sm://db")).isEqualTo("hello world");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesOneThatHasExpired() throws Exception {
    assertRefused(issued("-9d"), dir.resolve("authority.pem"));
  }

  @Test
  void refusesOneThatNobodySigned() throws Exception {
    assertRefused(certificate("san=dns:localhost", "-0d"), null);
  }

  @Test
  void refusesOneForAnotherHost() throws Exception {
    Path keys = certificate("san=dns:elsewhere.example", "-0d");
    assertRefused(keys, pem(keys));
  }

  @Test
  void refusesAnotherHostAlsoWhereTheProcessTakesAny() throws Exception {
    HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    try {
      Path keys = certificate("san=dns:elsewhere.example", "-0d");
      assertRefused(keys, pem(keys));
    } finally {
      HttpsURLConnection.setDefaultHostnameVerifier(before);
    }
  }

  private void assertRefused(Path keys, Path trusted) throws Exception {
    HttpsServer server = server(keys);
    try (Opened opened = open(server, trusted)) {
      StoreException failure = opened.failure("gcp-sm://db");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure).hasMessageContaining("certificate").hasMessageContaining("ca-cert");
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(0);
  }

  private static Opened open(HttpsServer server, Path trusted) throws StoreException {
    Map<String, String> settings = new HashMap<>(Map.of(
        "project", "p",
        "endpoint", "https://localhost:" + server.getAddress().getPort(),
        "auth", "none"));
    if (trusted != null) {
      settings.put("ca-cert", trusted.toString());
    }
    return Opened.open(settings, Map.of());
  }

  private HttpsServer server(Path keys) throws Exception {
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
      byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    return server;
  }

  /** Issued by an authority: one that is trusted itself may be of any age. */
  private Path issued(String start) throws Exception {
    Path keys = certificate("bc:critical=ca:true", "-0d");
    Path authority = Files.move(keys, dir.resolve("authority.p12"));
    Path root = pem(authority);
    certificate("san=dns:localhost", "-0d");
    keytool(keys, "-certreq -file " + dir.resolve("request"));
    keytool(
        authority,
        "-gencert -rfc -validity 2 -ext san=dns:localhost -startdate " + start + " -infile "
            + dir.resolve("request") + " -outfile " + dir.resolve("issued.pem"));
    Path chain = Files.writeString(
        dir.resolve("chain.pem"),
        Files.readString(dir.resolve("issued.pem")) + Files.readString(root));
    keytool(keys, "-importcert -noprompt -file " + chain);
    return keys;
  }

  private Path certificate(String extension, String start) throws Exception {
    Path keys = dir.resolve("keys.p12");
    keytool(
        keys,
        "-genkeypair -keyalg EC -dname CN=server -validity 2 -storetype PKCS12 -ext " + extension
            + " -startdate " + start);
    return keys;
  }

  private Path pem(Path keys) throws Exception {
    Path pem = Path.of(keys.toString().replace(".p12", ".pem"));
    keytool(keys, "-exportcert -rfc -file " + pem);
    return pem;
  }

  private static void keytool(Path keys, String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(
        List.of("-alias", "server", "-keystore", keys.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
