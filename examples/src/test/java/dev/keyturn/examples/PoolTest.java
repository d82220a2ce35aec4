package dev.keyturn.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.keyturn.Secrets;
import dev.keyturn.examples.pool.LiveCredentials;
import dev.keyturn.examples.pool.Migration;
import dev.keyturn.testkit.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose password changes while a pool is in use. */
class PoolTest {
  private static final String URL = "jdbc:h2:mem:pool;DB_CLOSE_DELAY=-1";

  static {
    // this database lets whoever comes after a wrong password wait, up to 4 s
    System.setProperty("h2.delayWrongPasswordMin", "0");
  }

  @TempDir
  Path directory;

  private final InMemoryStore store = new InMemoryStore();
  private final Secrets secrets = Secrets.builder()
      .environment(Map.of())
      .store("mem", store)
      .alias("db", "mem://db")
      .build();
  private Connection administrator;

  @BeforeEach
  void prepare() throws SQLException {
    administrator = DriverManager.getConnection(URL, "sa", "");
    administer("create user deployer password 'password-of-june' admin");
    show("password-of-june");
  }

  @AfterEach
  void close() throws SQLException {
    secrets.close();
    administer("shutdown");
  }

  private void administer(String sql) throws SQLException {
    try (Statement statement = administrator.createStatement()) {
      statement.execute(sql);
    }
  }

  private void show(String password) {
    store.put("db", "{\"username\":\"deployer\",\"password\":\"" + password + "\"}");
  }

  private void rotate(String password) throws SQLException {
    administer("alter user deployer set password '" + password + "'");
  }

  @Test
  void aMigrationDoesNotNoticeThatThePasswordChanges() throws Exception {
    Files.writeString(directory.resolve("1-people.sql"), "create table people (name varchar(20))");
    try (HikariDataSource pool = Migration.pool(secrets.live("db"), URL)) {
      Migration migration = new Migration(pool);
      assertThat(migration.run(directory)).containsExactly("1-people.sql");

      rotate("password-of-july");
      show("password-of-july");
      pool.getHikariPoolMXBean().softEvictConnections();
      Files.writeString(directory.resolve("2-age.sql"), "alter table people add age int");
      assertThat(migration.run(directory)).containsExactly("2-age.sql");
      assertThat(migration.run(directory)).isEmpty();
    }
  }

  @Test
  void theSimplerFormKnowsBetterTheNextTime() throws Exception {
    LiveCredentials credentials = new LiveCredentials(secrets.live("db"));
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setCredentialsProvider(credentials);
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(2_000);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      credentials.connection(pool).close();

      rotate("password-of-july");
      show("password-of-july");
      CountDownLatch rotated = new CountDownLatch(1);
      secrets.live("db").onRotation(rotation -> rotated.countDown());
      pool.getHikariPoolMXBean().softEvictConnections();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> credentials.connection(pool).close());
      assertThat(rotated.await(30, TimeUnit.SECONDS)).isTrue();
      try (Connection connection = credentials.connection(pool)) {
        assertThat(connection.isValid((int) Duration.ofSeconds(5).toSeconds())).isTrue();
      }
    }
  }
}
