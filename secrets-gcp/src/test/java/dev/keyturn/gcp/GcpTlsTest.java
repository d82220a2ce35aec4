package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpTlsTest {
  private static final String HERE = "san=dns:localhost";
  private static final String ELSEWHERE = "san=dns:elsewhere.example";

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private Path ca;

  @TempDir
  Path dir;

  @BeforeEach
  void start() {
    emulator.put("db", "value");
    ca = dir.resolve("ca.pem");
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void takesACertificateOfAnAuthorityThatTheConfigurationTrusts() throws Exception {
    try (TlsFront front =
            new TlsFront(TestKeys.signed(dir, HERE, ca), emulator.endpoint().getPort());
        Opened opened = open(front, ca)) {
      assertThat(opened.text("gcp-sm://db")).isEqualTo("value");
    }
  }

  @Test
  void refusesOneThatNobodySigned() throws Exception {
    assertRefused(TestKeys.selfSigned(dir, "CN=localhost", HERE), null);
  }

  @Test
  void refusesOneForAnotherHost() throws Exception {
    assertRefused(TestKeys.signed(dir, ELSEWHERE, ca), ca);
  }

  @Test
  void refusesOneThatHasExpired() throws Exception {
    assertRefused(TestKeys.signed(dir, HERE, ca, "-startdate", "-9d", "-validity", "2"), ca);
  }

  @Test
  void refusesAnotherHostAlsoWhereTheProcessTakesAny() throws Exception {
    HostnameVerifier before = HttpsURLConnection.getDefaultHostnameVerifier();
    HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    try {
      assertRefused(TestKeys.signed(dir, ELSEWHERE, ca), ca);
    } finally {
      HttpsURLConnection.setDefaultHostnameVerifier(before);
    }
  }

  private void assertRefused(TestKeys keys, Path trusted) throws Exception {
    try (TlsFront front = new TlsFront(keys, emulator.endpoint().getPort());
        Opened opened = open(front, trusted)) {
      StoreException failure = opened.failure("gcp-sm://db");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure).hasMessageContaining("certificate");
    }
    assertThat(emulator.controls().calls()).isZero();
  }

  private Opened open(TlsFront front, Path trusted) throws StoreException {
    Map<String, String> settings = new HashMap<>(Opened.settings(emulator));
    settings.put("endpoint", "https://localhost:" + front.port());
    if (trusted != null) {
      settings.put("ca-cert", trusted.toString());
    }
    return Opened.open(settings, Map.of());
  }
}
