package dev.keyturn.docs;

import dev.keyturn.Secrets;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** What the fragments in the pages take for granted. Each becomes the body of {@link #run}. */
public abstract class Given implements AutoCloseable {
  /** Opened with the configuration that the test prepared. */
  protected final Secrets secrets = Secrets.load();

  /** Some pool of connections. */
  protected final Pool pool = new Pool();

  /** The fragment itself. */
  public abstract void run() throws Exception;

  /** A database that knows one user. */
  protected Connection connect(String user, String password) throws SQLException {
    if (!user.equals("app") || !password.equals("right")) {
      throw new SQLException("refused", "28P01");
    }
    return (Connection) Proxy.newProxyInstance(
        Given.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }

  @Override
  public void close() {
    secrets.close();
  }

  /** A pool as far as a listener needs one. */
  public static final class Pool {
    /** Has every connection replaced when it comes back. */
    public void softEvict() {}
  }
}
