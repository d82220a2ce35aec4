package dev.keyturn.interop.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL with an empty database, in a folder that goes with it. */
public final class Postgres implements AutoCloseable {
  private static final String ADMIN_PASSWORD = "password-of-the-administrator";

  private final Path folder;
  private final Path programs = Tools.postgres();
  private final boolean root = System.getProperty("user.name").equals("root");
  private final int port = Tools.freePort();
  private final Server server;

  private Postgres() throws IOException {
    // not below target: PostgreSQL does not run as root, and its user has to get there
    folder = Files.createTempDirectory("keyturn-postgres");
    if (root) {
      Command.of("chown", "postgres", folder.toString()).succeed();
    }
    Path password = Files.writeString(folder.resolve("password"), ADMIN_PASSWORD);
    if (root) {
      Command.of("chmod", "644", password.toString()).succeed();
    }
    as(
            "initdb",
            "-D",
            data(),
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            "--pwfile=" + password,
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C")
        .succeed();
    Files.delete(password);
    server = Server.start(
        "postgres",
        port,
        as(
            "postgres",
            "-D",
            data(),
            "-p",
            "" + port,
            "-k",
            folder.toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "synchronous_commit=off",
            "-c",
            "full_page_writes=off"));
  }

  /** Starts one. */
  public static Postgres start() {
    try {
      return new Postgres();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Command as(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(arguments));
    return Command.of(words).in(folder);
  }

  /** Its port, of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The password of the user {@code postgres}, for a program that manages the others. */
  static String administratorPassword() {
    return ADMIN_PASSWORD;
  }

  /** Where its database is, for a driver. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable&loginTimeout=10";
  }

  /** Opens a connection; the database decides whether the password is right. */
  public Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(url(), user, password);
  }

  /** Waits until it takes connections, and opens one for the administrator. */
  public Connection administrator() throws SQLException {
    while (true) {
      try {
        return connect("postgres", ADMIN_PASSWORD);
      } catch (SQLException e) {
        // it listens a moment before it is ready, and says so
        if (!"57P03".equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    server.close();
    Command.of("rm", "-rf", folder.toString()).succeed();
  }
}
