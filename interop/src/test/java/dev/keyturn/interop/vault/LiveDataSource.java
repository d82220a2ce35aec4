package dev.keyturn.interop.vault;

import dev.keyturn.LiveSecret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens connections with whatever credential is good at the moment; counts how many logins were refused. */
final class LiveDataSource implements DataSource {
  private final LiveSecret secret;
  private final Login login;
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  LiveDataSource(LiveSecret secret, Login login) {
    this.secret = secret;
    this.login = login;
  }

  /** Logs in to the database. */
  interface Login {
    Connection connect(String user, String password) throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = secret.call(
        now ->
            login.connect(now.field("username").reveal(), now.field("password").reveal()),
        this::isRefused);
    opened.incrementAndGet();
    return connection;
  }

  private boolean isRefused(Exception failure) {
    boolean is = failure instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith("28");
    if (is) {
      refused.incrementAndGet();
    }
    return is;
  }

  long opened() {
    return opened.get();
  }

  long refused() {
    return refused.get();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
