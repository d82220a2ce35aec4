package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.DatabaseEngine;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.interop.servers.Until;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database is there, and OpenBao is not: while the lease lasts, that is nobody's business. */
class PoolInAnOutageTest {
  @Test
  void aLeaseOutlivesTheDeathOfItsServer() throws Exception {
    Certificate certificate = Certificate.make("bao", "ip:127.0.0.1", "-1d", 30);
    try (OpenBao server = OpenBao.withCertificate(certificate);
        Postgres database = Postgres.start()) {
      database.administrator().close();
      DatabaseEngine engine = new DatabaseEngine(server, database.port());
      engine.dynamicRole("app", "15s", "10m");
      AppRole role =
          AppRole.of(server, "path \"database/creds/app\" { capabilities = [\"read\"] }");
      try (Secrets secrets = Secrets.builder()
              .environment(role.environment())
              .store(
                  "vault",
                  "vault",
                  role.settings("ca-cert", certificate.authority().toString()))
              .build();
          PoolUnderLoad pool =
              new PoolUnderLoad(secrets.live("vault://database/creds/app"), database)) {
        // each time over the moment at which the lease is to be renewed
        for (int i = 0; i < 3; i++) {
          pool.run(Duration.ofSeconds(8));
          server.kill();
          pool.run(Duration.ofSeconds(4));
          server.start();
          server.unseal();
          pool.evict();
        }
        pool.run(Duration.ofSeconds(15));
        System.out.println("killed 3 times for 4 s, leases of 15 s: " + pool.stop()
            + "; leases made " + engine.made("app"));
        assertThat(engine.made("app")).isEqualTo(1);
      }
      Until.holds("no lease", Duration.ofSeconds(10), () -> engine.leases("app") == 0);
    }
  }
}
