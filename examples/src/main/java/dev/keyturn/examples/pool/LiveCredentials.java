package dev.keyturn.examples.pool;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import dev.keyturn.LiveSecret;
import dev.keyturn.model.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The simpler form, for HikariCP only: the pool asks for the credential before each login. It does not know
 * what a refused login means, so it is told: by {@link #connection}, whose caller still sees that failure,
 * and has a good credential the next time.
 */
public final class LiveCredentials implements HikariCredentialsProvider {
  private final LiveSecret login;
  private volatile Secret last;

  /**
   * Makes a provider, for {@code HikariConfig.setCredentialsProvider}.
   *
   * @param login the credential, with fields {@code username} and {@code password}
   */
  public LiveCredentials(LiveSecret login) {
    this.login = login;
  }

  /** {@return the credential of the moment} */
  @Override
  public Credentials getCredentials() {
    Secret now = login.get();
    last = now;
    return Credentials.of(now.field("username").reveal(), now.field("password").reveal());
  }

  /**
   * Takes a connection from the pool.
   *
   * @param pool the pool that was given this provider
   * @return a connection
   * @throws SQLException what the pool throws; if a login was refused, a better credential is being fetched
   */
  public Connection connection(DataSource pool) throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      if (last != null && Refused.isLogin(e)) {
        login.rejected(last);
      }
      throw e;
    }
  }
}
