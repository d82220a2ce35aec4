package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.examples.pool.LiveCredentials;
import dev.keyturn.interop.FastTime;
import dev.keyturn.interop.servers.DatabaseEngine;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.interop.servers.Until;
import dev.keyturn.model.CachePolicy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pool of connections, eight threads that use it, and a server that takes away what they logged in
 * with: nobody ever sees it.
 */
class DatabaseCredentialsTest {
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final String[] POLICY = {
    "path \"database/creds/app\" { capabilities = [\"read\"] }",
    "path \"database/static-creds/app\" { capabilities = [\"read\"] }"
  };

  private final OpenBao server = OpenBao.dev();
  private final Postgres database = Postgres.start();
  private final Rotations seen = new Rotations();
  private Connection administrator;
  private DatabaseEngine engine;
  private AppRole role;

  @BeforeEach
  void setUp() throws SQLException {
    administrator = database.administrator();
    engine = new DatabaseEngine(server, database.port());
    role = AppRole.of(server, POLICY);
  }

  @AfterEach
  void close() {
    database.close();
    server.close();
  }

  private SecretsBuilder secrets() {
    return Secrets.builder()
        .environment(role.environment())
        .observer(seen)
        .store("vault", "vault", role.settings());
  }

  @Test
  void leasesOfFiveSecondsFailNobody() throws Exception {
    engine.dynamicRole("app", "5s", "20s");
    try (Secrets secrets = secrets().build();
        PoolUnderLoad pool =
            new PoolUnderLoad(secrets.live("vault://database/creds/app"), database)) {
      pool.run(RUN);
      System.out.println("leases of 5 s, 20 s at most: " + pool.stop() + "; rotations "
          + seen.rotations() + ", leases made " + engine.made("app") + ", logins to the store "
          + role.logins());
      assertThat(engine.made("app"))
          .as("the first, and one for each rotation")
          .isLessThanOrEqualTo(seen.rotations() + 1L);
      assertThat(seen.rotations()).as("20 s at most").isBetween(5, 12);
      assertThat(role.logins()).isEqualTo(1);
    }
    Until.holds("no lease", Duration.ofSeconds(10), () -> engine.leases("app") == 0);
    assertThat(usersLeft()).isZero();
  }

  /** How many users the dynamic role has made and not removed. */
  private long usersLeft() throws SQLException {
    try (Statement statement = administrator.createStatement();
        ResultSet result =
            statement.executeQuery("select count(*) from pg_roles where rolname like 'v-%'")) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  /** The pool learns of each new password as the store does, at its next look. */
  @Test
  void aPasswordThatChangesEveryThreeSecondsFailsNobody() throws Exception {
    staticRole();
    CachePolicy everySecond = CachePolicy.defaults().withTtl(Duration.ofSeconds(1));
    try (Secrets secrets = secrets().cache(everySecond).build();
        PoolUnderLoad pool = pool(secrets)) {
      for (int i = 0; i < RUN.toSeconds() / 3; i++) {
        pool.run(Duration.ofSeconds(3));
        engine.rotate("app");
      }
      System.out.println("rotate-role every 3 s, a look every second: " + pool.stop()
          + "; rotations " + seen.rotations());
      assertThat(seen.rotations()).isGreaterThanOrEqualTo(39);
    }
  }

  /**
   * Every connection is thrown away the moment the password has changed, before anybody can know: the
   * next logins are refused. Keyturn's clock runs five times as fast, since it lets at most 8 logins in
   * 90 s be refused.
   */
  @Test
  void everyRotationIsFeltAndFailsNobody() throws Exception {
    staticRole();
    try (FastTime time = new FastTime(5);
        Secrets secrets = secrets().time(time).build();
        PoolUnderLoad pool = pool(secrets)) {
      for (int i = 0; i < RUN.toSeconds() / 3; i++) {
        pool.run(Duration.ofSeconds(3));
        engine.rotate("app");
        pool.evict();
      }
      System.out.println("rotate-role every 3 s, found out by refused logins: " + pool.stop()
          + "; rotations " + seen.rotations() + ", calls " + seen.causes());
      assertThat(seen.rotations()).isGreaterThanOrEqualTo(39);
      assertThat(pool.refused()).as("the rotations were felt").isGreaterThanOrEqualTo(30);
    }
  }

  /** The simpler form tells its caller of the refusal, and is right afterwards. */
  @Test
  void theCredentialsOfThePoolAreRightAfterOneFailure() throws Exception {
    staticRole();
    try (Secrets secrets = secrets().build()) {
      LiveCredentials credentials =
          new LiveCredentials(secrets.live("vault://database/static-creds/app"));
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(database.url());
      config.setCredentialsProvider(credentials);
      config.setConnectionTimeout(1_000);
      config.setInitializationFailTimeout(-1);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        for (int i = 0; i < 5; i++) {
          credentials.connection(pool).close();
          engine.rotate("app");
          pool.getHikariPoolMXBean().softEvictConnections();
          Until.holds("a connection", Duration.ofSeconds(20), () -> connects(credentials, pool));
        }
      }
      assertThat(seen.rotations()).isEqualTo(5);
    }
  }

  private static boolean connects(LiveCredentials credentials, HikariDataSource pool) {
    try (Connection connection = credentials.connection(pool)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private PoolUnderLoad pool(Secrets secrets) {
    LiveSecret live = secrets.live("vault://database/static-creds/app");
    return new PoolUnderLoad(live, database);
  }

  private void staticRole() throws SQLException {
    try (Statement statement = administrator.createStatement()) {
      statement.execute("create role app login password 'before'");
    }
    engine.staticRole("app", "app", "24h");
  }
}
