package dev.keyturn.examples.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Brings a database up to date: {@code Migration jdbc:postgresql://db/app migrations/}. Applies each
 * {@code .sql} file of a directory once, in the order of their names. The login is the secret {@code db},
 * which may be {@code vault://database/creds/deploy}: a user that exists for as long as this runs.
 */
public final class Migration {
  private final DataSource database;

  /**
   * Makes a migration.
   *
   * @param database what is migrated
   */
  public Migration(DataSource database) {
    this.database = database;
  }

  /**
   * Migrates.
   *
   * @param args where the database is, and the directory
   * @throws SQLException if the database fails, other than by a login that a rotation explains
   * @throws IOException if the directory cannot be read
   */
  public static void main(String[] args) throws SQLException, IOException {
    try (Secrets secrets = Secrets.load();
        HikariDataSource pool = pool(secrets.live("db"), args[0])) {
      new Migration(pool)
          .run(Path.of(args[1]))
          .forEach(step -> System.out.println("applied " + step));
    }
  }

  /**
   * Opens a pool that survives the rotation of its password.
   *
   * @param login the credential
   * @param url where the database is
   * @return the pool; to be closed before the secrets are
   * @throws SQLException if there is no driver for the url
   */
  public static HikariDataSource pool(LiveSecret login, String url) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new LiveDataSource(login, DriverManager.getDriver(url), url));
    config.setMaximumPoolSize(4);
    HikariDataSource pool = new HikariDataSource(config);
    // a user who was replaced is dropped after a while; its connections are to be gone by then
    login.onRotation(rotation -> pool.getHikariPoolMXBean().softEvictConnections());
    return pool;
  }

  /**
   * Applies what has not been applied before.
   *
   * @param directory where the files are
   * @return the names of those that were applied
   * @throws SQLException if a step fails; those before it stay
   * @throws IOException if the directory cannot be read
   */
  public List<String> run(Path directory) throws SQLException, IOException {
    List<String> done = new ArrayList<>();
    Set<String> known = known();
    for (Path file : files(directory)) {
      String name = file.getFileName().toString();
      if (!known.contains(name)) {
        apply(name, Files.readString(file));
        done.add(name);
      }
    }
    return done;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  private Set<String> known() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists applied (name varchar(200) primary key)");
      Set<String> names = new HashSet<>();
      try (ResultSet rows = statement.executeQuery("select name from applied")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  /** Both or neither: the step, and the word that it was made. */
  private void apply(String name, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement note =
            connection.prepareStatement("insert into applied (name) values (?)")) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      note.setString(1, name);
      note.executeUpdate();
      connection.commit();
    }
  }
}
