package dev.keyturn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.internal.http.TunnelServer;
import dev.keyturn.testkit.internal.tls.ServerKeys;
import dev.keyturn.testkit.internal.tls.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that nobody should accept; no request reaches the server behind them. */
class AzureTlsTest {
  private static final String VAULT = "keyturn-tls.vault.azure.net";

  private final TestAuthority authority = TestAuthority.create();

  @TempDir
  Path dir;

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    assertRefused(authority.server("other.vault.azure.net"), authority.pem(), "another host");
  }

  @Test
  void refusesACertificateThatHasExpired() throws Exception {
    Instant start = Instant.parse("2020-01-01T00:00:00Z");
    Instant end = Instant.parse("2020-02-01T00:00:00Z");
    assertRefused(authority.server(start, end, VAULT), authority.pem(), "expired");
  }

  @Test
  void refusesACertificateOfAnAuthorityThatIsNotTrusted() throws Exception {
    assertRefused(authority.server(VAULT), TestAuthority.create().pem(), "azure-kv.ca-cert");
  }

  private void assertRefused(ServerKeys keys, String trusted, String advice) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.sendResponseHeaders(500, -1);
      exchange.close();
    });
    server.start();
    try (TunnelServer tunnel = new TunnelServer("tls", server.getAddress().getPort());
        AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
        Opened opened = Opened.at(emulator, settings(tunnel, trusted))) {
      StoreException failure = opened.failure("azure-kv://db-password");
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure).hasMessageContaining("certificate").hasMessageContaining(advice);
      assertThat(tunnel.asked()).contains(VAULT + ":443");
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(0);
  }

  private Map<String, String> settings(TunnelServer tunnel, String trusted) throws Exception {
    Path file = Files.writeString(dir.resolve("ca.pem"), trusted);
    return Map.of(
        "vault-url", "https://" + VAULT,
        "proxy", tunnel.address().toString(),
        "ca-cert", file.toAbsolutePath().toString());
  }
}
