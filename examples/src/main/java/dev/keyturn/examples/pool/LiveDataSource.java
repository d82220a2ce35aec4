package dev.keyturn.examples.pool;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.Secret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens each connection with the credential of the moment. A login that is refused because of a rotation
 * is tried again with what the store shows next, so that whatever pool stands in front of it notices
 * nothing: {@code pool.setDataSource(new LiveDataSource(secrets.live("db"), driver, url))}.
 */
public final class LiveDataSource implements DataSource {
  private final LiveSecret login;
  private final Driver driver;
  private final String url;

  /**
   * Makes a source.
   *
   * @param login the credential, with fields {@code username} and {@code password}
   * @param driver the database's driver
   * @param url where the database is
   */
  public LiveDataSource(LiveSecret login, Driver driver, String url) {
    this.login = login;
    this.driver = driver;
    this.url = url;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return login.call(this::connect, Refused::isLogin);
  }

  private Connection connect(Secret now) throws SQLException {
    Properties who = new Properties();
    who.setProperty("user", now.field("username").reveal());
    who.setProperty("password", now.field("password").reveal());
    return Objects.requireNonNull(driver.connect(url, who), "the driver is for another url");
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the credential is the secret's");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (isWrapperFor(type)) {
      return type.cast(this);
    }
    throw new SQLException("this is no " + type.getName());
  }
}
