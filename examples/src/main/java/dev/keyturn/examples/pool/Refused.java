package dev.keyturn.examples.pool;

import java.sql.SQLException;

/** What a database says that does not accept a login. */
final class Refused {
  private Refused() {}

  /** SQL states of class 28 are about authorization; a pool may have wrapped what the driver threw. */
  static boolean isLogin(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("28")) {
        return true;
      }
    }
    return false;
  }
}
