package dev.keyturn.examples.deploy;

import java.sql.SQLException;

/** The database that a release is deployed to. */
@FunctionalInterface
public interface Database {
  /**
   * Logs in and brings the schema up to a release.
   *
   * @param release the release
   * @param user who logs in
   * @param password with which password
   * @throws SQLException if that fails; with an SQL state of class 28 if the login was refused
   */
  void migrate(String release, String user, String password) throws SQLException;
}
