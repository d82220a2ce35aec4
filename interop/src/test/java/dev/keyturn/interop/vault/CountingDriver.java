package dev.keyturn.interop.vault;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/** A driver that counts how many logins its database has accepted and refused. */
final class CountingDriver implements Driver {
  private final Driver driver;
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  CountingDriver(Driver driver) {
    this.driver = driver;
  }

  @Override
  public Connection connect(String url, Properties who) throws SQLException {
    try {
      Connection connection = driver.connect(url, who);
      opened.incrementAndGet();
      return connection;
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith("28")) {
        refused.incrementAndGet();
      }
      throw e;
    }
  }

  long opened() {
    return opened.get();
  }

  long refused() {
    return refused.get();
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties who) throws SQLException {
    return driver.getPropertyInfo(url, who);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }
}
