package dev.keyturn.testkit.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertLoginTest {
  @TempDir
  Path folder;

  private KeyStore server;
  private KeyStore client;
  private VaultEmulator emulator;

  @BeforeEach
  void start() throws Exception {
    server = KeyStores.make(folder, "server", "ip:127.0.0.1");
    client = KeyStores.make(folder, "client", "dns:client.test");
    emulator =
        VaultEmulator.start(new ManualTime(Instant.now()), KeyStores.context(server, client));
    emulator.write("sys/auth/cert", Map.of("type", "cert"));
    role("client.test");
  }

  private void role(String name) throws Exception {
    emulator.write(
        "auth/cert/certs/app",
        Map.of(
            "certificate",
            KeyStores.pem(client),
            "allowed_dns_sans",
            name,
            "token_policies",
            "app",
            "token_ttl",
            "30s"));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private VaultWire wire(KeyStore own) throws Exception {
    return new VaultWire(emulator, KeyStores.context(own, server)).as("");
  }

  @Test
  void logsInWithACertificate() throws Exception {
    assertThat(emulator.endpoint()).hasScheme("https");
    assertThat(wire(client).auth("auth/cert/login", "{\"name\":\"app\"}"))
        .containsEntry("lease_duration", 30);
  }

  @Test
  void refusesWhoeverShowsNone() throws Exception {
    assertThat(wire(null).errorOf("POST", "auth/cert/login", "{\"name\":\"app\"}"))
        .isEqualTo("400 [no client certificate found]");
  }

  @Test
  void refusesACertificateForSomebodyElse() throws Exception {
    role("other.test");
    assertThat(wire(client).errorOf("POST", "auth/cert/login", "{}"))
        .isEqualTo("400 [no chain matching all constraints could be found for this login"
            + " certificate]");
  }
}
