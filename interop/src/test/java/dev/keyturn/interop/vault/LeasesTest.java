package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.DatabaseEngine;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.interop.servers.Toxiproxy;
import dev.keyturn.interop.servers.Until;
import dev.keyturn.model.Secret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a lease when its database is out of order, and when we go. */
class LeasesTest {
  private static final String REF = "vault://database/creds/app";
  private static final String READ = "path \"database/creds/app\" { capabilities = [\"read\"] }";
  private static final String REVOKE = "path \"sys/leases/revoke\" { capabilities = [\"update\"] }";

  private final OpenBao server = OpenBao.dev();
  private final Postgres database = Postgres.start();
  private final Toxiproxy way = Toxiproxy.to(database.port());
  private DatabaseEngine engine;

  @BeforeEach
  void setUp() throws SQLException {
    database.administrator().close();
    engine = new DatabaseEngine(server, way.port());
  }

  @AfterEach
  void close() {
    way.close();
    database.close();
    server.close();
  }

  /** OpenBao says 400 then, as it does for a lease that is gone. */
  @Test
  void aRenewalThatFailsWithTheDatabaseIsTriedAgain() throws Exception {
    engine.dynamicRole("app", "12s", "10m");
    AppRole role = AppRole.of(server, READ);
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        .store("vault", "vault", role.settings())
        .build()) {
      LiveSecret live = secrets.live(REF);
      String user = live.get().field("username").reveal();
      way.refuse();
      Until.holds("a renewal was refused", Duration.ofSeconds(11), () -> renewals(false) > 0);
      way.leadTo(database.port());
      Until.holds("a renewal was granted", Duration.ofSeconds(11), () -> renewals(true) > 0);
      Until.passes(Duration.ofSeconds(10));
      Secret now = live.get();
      assertThat(now.field("username").reveal()).isEqualTo(user);
      database.connect(user, now.field("password").reveal()).close();
      assertThat(engine.made("app")).isEqualTo(1);
    }
  }

  private long renewals(boolean granted) {
    return server.audits().stream()
        .filter(entry -> entry.path().startsWith("sys/leases/renew") && entry.granted() == granted)
        .count();
  }

  @Test
  void underATokenThatWasGivenLeasesAreEndedOneByOne() throws Exception {
    engine.dynamicRole("app", "1h", "2h");
    server.admin().policy("app", READ, REVOKE);
    String token = server.admin().newToken("app", "1h");
    try (Secrets secrets = secrets(token)) {
      secrets.get(REF);
      assertThat(engine.leases("app")).isEqualTo(1);
    }
    assertThat(engine.leases("app")).isZero();
    assertThat(status(token)).isEqualTo(200);
  }

  @Test
  void whoMayNotEndThemLeavesThem() throws Exception {
    engine.dynamicRole("app", "1h", "2h");
    server.admin().policy("app", READ);
    String token = server.admin().newToken("app", "1h");
    try (Secrets secrets = secrets(token)) {
      secrets.get(REF);
    }
    assertThat(engine.leases("app")).isEqualTo(1);
    assertThat(status(token)).isEqualTo(200);
  }

  private int status(String token) {
    return server
        .admin()
        .with(token)
        .ask("GET", "auth/token/lookup-self", Map.of())
        .statusCode();
  }

  private Secrets secrets(String token) {
    return Secrets.builder()
        .environment(Map.of("TOKEN", token))
        .store(
            "vault",
            "vault",
            Map.of("address", server.address().toString(), "auth", "token", "token", "env://TOKEN"))
        .build();
  }

  /** A lease ends with the token that made it, whatever it says of itself. */
  @Test
  void aLeaseIsNotTakenToOutliveItsLogin() throws Exception {
    engine.dynamicRole("app", "1h", "2h");
    AppRole role = AppRole.of(server, READ);
    role.lives("6s", "6s");
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        .store("vault", "vault", role.settings())
        .build()) {
      LiveSecret live = secrets.live(REF);
      long end = System.nanoTime() + 20_000_000_000L;
      int logins = 0;
      while (System.nanoTime() < end) {
        Secret now = live.get();
        // without call(): what get() gives is good, always
        database
            .connect(now.field("username").reveal(), now.field("password").reveal())
            .close();
        logins++;
        Until.passes(Duration.ofMillis(50));
      }
      System.out.println("20 s with logins of 6 s: " + logins
          + " connections, none refused; logins to the store " + role.logins() + ", users made "
          + engine.made("app"));
    }
  }
}
