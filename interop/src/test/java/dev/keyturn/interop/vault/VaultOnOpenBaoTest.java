package dev.keyturn.interop.vault;

import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of every store, for KV 2 on OpenBao with TLS: one server, a mount for each test. */
class VaultOnOpenBaoTest extends SecretStoreContract {
  private static Certificate certificate;
  private static OpenBao server;

  @BeforeAll
  static void startServer() throws Exception {
    certificate = Certificate.make("contract", "ip:127.0.0.1", "-1d", 30);
    server = OpenBao.withCertificate(certificate);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected StoreHarness harness() throws IOException {
    return new BaoHarness(server, certificate);
  }
}
