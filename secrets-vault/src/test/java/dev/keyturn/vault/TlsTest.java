package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that nobody should accept, behind which no request is seen, and one that is shown. */
class TlsTest {
  private static final String REF = "vault://secret/app#a";

  @TempDir
  Path dir;

  private Keytool keys;

  @BeforeEach
  void prepare() {
    keys = new Keytool(dir);
  }

  @Test
  void refusesACertificateThatNobodySigned() throws Exception {
    keys.make("server", Keytool.HERE, "-0d");
    assertThat(refused(Map.of())).hasMessageContaining("store.vault.ca-cert");
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    keys.make("server", "san=dns:elsewhere.example", "-0d");
    refused(Map.of("ca-cert", keys.certificate("server")));
  }

  @Test
  void refusesACertificateThatHasExpired() throws Exception {
    keys.make("ca", "bc=ca:true", "-9d");
    keys.make("server", Keytool.HERE, "-3d", "-validity", "1", "-signer", "ca");
    refused(Map.of("ca-cert", keys.certificate("ca")));
  }

  @Test
  void acceptsTheOneThatIsNamedAndShowsItsOwn() throws Exception {
    keys.make("server", Keytool.HERE, "2025/12/01", "-validity", "36500");
    String pem = keys.certificate("server");
    try (VaultEmulator emulator = emulator()) {
      assertThat(text(emulator, Map.of("ca-cert", pem), Map.of())).isEqualTo("1");
      assertThat(text(emulator, Map.of(), Map.of("VAULT_CACERT", pem))).isEqualTo("1");

      emulator.write("sys/auth/cert", Map.of("type", "cert"));
      emulator.write("auth/cert/certs/app", Map.of("certificate", Files.readString(Path.of(pem))));
      Map<String, String> login = new HashMap<>(Map.of(
          "ca-cert", pem, "auth", "cert", "client-cert", pem, "client-key", keys.key("server")));
      assertThat(failure(emulator, login, Map.of()).code()).isEqualTo(ErrorCode.DENIED);
      login.put("role", "other");
      assertThat(failure(emulator, login, Map.of()))
          .hasMessageContaining("store.vault.client-cert");
      login.put("client-key", pem);
      assertThat(failure(emulator, login, Map.of()))
          .hasMessageContaining("store.vault.client-key")
          .hasMessageContaining("openssl pkcs8");
    }
  }

  @Test
  void saysWhichFileHoldsNoCertificate() throws Exception {
    keys.make("server", Keytool.HERE, "-0d");
    Path file = Files.writeString(dir.resolve("nothing.pem"), "nothing");
    try (VaultEmulator emulator = emulator()) {
      StoreException failure = failure(emulator, Map.of(), Map.of("VAULT_CACERT", file.toString()));
      assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(failure).hasMessageContaining("VAULT_CACERT");
    }
  }

  private VaultEmulator emulator() throws Exception {
    VaultEmulator emulator = VaultEmulator.start(new ManualTime(), keys.server());
    emulator.put("secret/app", Map.of("a", "1"));
    return emulator;
  }

  private StoreException refused(Map<String, String> settings) throws Exception {
    try (VaultEmulator emulator = emulator()) {
      StoreException failure = failure(emulator, settings, Map.of());
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure).hasMessageContaining("certificate");
      assertThat(emulator.controls().calls()).isZero();
      return failure;
    }
  }

  private static Opened open(
      VaultEmulator emulator, Map<String, String> more, Map<String, String> environment)
      throws StoreException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("address", emulator.endpoint().toString());
    if (!more.containsKey("auth")) {
      settings.put("token", emulator.rootToken());
    }
    return Opened.open(settings, environment);
  }

  private static StoreException failure(
      VaultEmulator emulator, Map<String, String> more, Map<String, String> environment)
      throws StoreException {
    try (Opened opened = open(emulator, more, environment)) {
      return opened.failure(REF);
    }
  }

  private static String text(
      VaultEmulator emulator, Map<String, String> more, Map<String, String> environment)
      throws Exception {
    try (Opened opened = open(emulator, more, environment)) {
      return opened.text(REF);
    }
  }
}
