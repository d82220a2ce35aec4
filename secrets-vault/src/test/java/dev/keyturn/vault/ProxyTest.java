package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import dev.keyturn.testkit.internal.http.TunnelServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached through a proxy only, by the name on its certificate. */
class ProxyTest {
  private static final String HOST = "vault.example";

  @TempDir
  Path dir;

  @Test
  void theWayOutIsTheStoresProxyOrTheEnvironments() throws Exception {
    Keytool keys = new Keytool(dir).make("server", "san=dns:" + HOST, "-0d");
    Map<String, String> store = Map.of(
        "address",
        "https://" + HOST + ":8200",
        "ca-cert",
        keys.certificate("server"),
        "token",
        "s.x");
    try (VaultEmulator emulator = VaultEmulator.start(new ManualTime(), keys.server());
        TunnelServer proxy = new TunnelServer("proxy", emulator.endpoint().getPort())) {
      emulator.put("secret/app", Map.of("a", "1"));
      assertReads(with(store, "token", emulator.rootToken(), "proxy", proxy.address()), Map.of());
      assertReads(
          with(store, "token", emulator.rootToken()),
          Map.of("HTTPS_PROXY", proxy.address().toString()));
      assertThat(proxy.asked()).isNotEmpty().containsOnly(HOST + ":8200");

      proxy.refuse("407 Proxy Authentication Required");
      StoreException refused = failure(with(store, "proxy", proxy.address()));
      assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(refused.isRetryable()).isFalse();
      assertThat(refused).hasMessageContaining("wants a login");
      proxy.refuse("502 Bad Gateway");
      assertThat(failure(with(store, "proxy", proxy.address())).isRetryable()).isTrue();
    }
  }

  private static Map<String, String> with(Map<String, String> settings, Object... more) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i].toString(), more[i + 1].toString());
    }
    return all;
  }

  private static void assertReads(Map<String, String> settings, Map<String, String> environment)
      throws Exception {
    try (Opened opened = Opened.open(settings, environment)) {
      assertThat(opened.text("vault://secret/app#a")).isEqualTo("1");
    }
  }

  private static StoreException failure(Map<String, String> settings) throws StoreException {
    try (Opened opened = Opened.open(settings, Map.of())) {
      return opened.failure("vault://secret/app#a");
    }
  }
}
