package dev.keyturn.examples.deploy;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import java.sql.SQLException;

/** Deploys a release: migrates the database, then announces it. */
public final class Deployment {
  private final Secrets secrets;
  private final Database database;
  private final Registry registry;

  /**
   * Makes a deployment.
   *
   * @param secrets where {@code db} (fields {@code user} and {@code password}) and {@code registry-token}
   *     come from
   * @param database what is migrated
   * @param registry where the release is announced
   */
  public Deployment(Secrets secrets, Database database, Registry registry) {
    this.secrets = secrets;
    this.database = database;
    this.registry = registry;
  }

  /**
   * Deploys. Nothing is touched unless all secrets are there.
   *
   * @param release the release
   * @throws SQLException if the database fails, other than by a login that a rotation explains
   */
  public void run(String release) throws SQLException {
    secrets.require("db", "registry-token");
    migrate(release, secrets.live("db"));
    registry.announce(release, secrets.get("registry-token").reveal());
  }

  /** A rotation may fall into the middle: a refused login is tried again with what the store shows next. */
  private void migrate(String release, LiveSecret db) throws SQLException {
    db.call(
        login -> {
          database.migrate(
              release, login.field("user").reveal(), login.field("password").reveal());
          return release;
        },
        Deployment::isRefusedLogin);
  }

  private static boolean isRefusedLogin(Exception e) {
    return e instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().startsWith("28");
  }
}
