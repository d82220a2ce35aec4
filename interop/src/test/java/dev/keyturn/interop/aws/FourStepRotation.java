package dev.keyturn.interop.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rotates the password of a database role as AWS's rotation functions do, in the four steps that Secrets
 * Manager asks for one by one: for a single user, whose old password ends when the new one is set.
 */
final class FourStepRotation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Moto moto;
  private final Postgres database;
  private final Connection administrator;
  private final String secret;
  private final String role;

  FourStepRotation(Moto moto, Postgres database, String secret, String role) throws SQLException {
    this.moto = moto;
    this.database = database;
    this.administrator = database.administrator();
    this.secret = secret;
    this.role = role;
    String password = UUID.randomUUID().toString();
    sql("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
    moto.putSecret(secret, value(password));
  }

  private String value(String password) {
    return "{\"username\":\"" + role + "\",\"password\":\"" + password + "\"}";
  }

  private void sql(String text) throws SQLException {
    try (Statement statement = administrator.createStatement()) {
      statement.execute(text);
    }
  }

  /** A new version, pending; its id is the token of this rotation. */
  String createSecret() {
    String token = UUID.randomUUID().toString();
    moto.call(
        "secretsmanager.PutSecretValue",
        Map.of(
            "SecretId",
            secret,
            "ClientRequestToken",
            token,
            "SecretString",
            value(UUID.randomUUID().toString()),
            "VersionStages",
            List.of("AWSPENDING")));
    return token;
  }

  /** From here on the database takes the pending password, and no other. */
  void setSecret(String token) throws SQLException, IOException {
    sql("ALTER ROLE " + role + " PASSWORD '" + password(token) + "'");
  }

  void testSecret(String token) throws SQLException, IOException {
    database.connect(role, password(token)).close();
  }

  void finishSecret(String token) throws IOException {
    JsonNode stages = moto.call("secretsmanager.DescribeSecret", Map.of("SecretId", secret))
        .get("VersionIdsToStages");
    for (Map.Entry<String, JsonNode> version : stages.properties()) {
      if (version.getValue().toString().contains("AWSCURRENT")) {
        moto.call(
            "secretsmanager.UpdateSecretVersionStage",
            Map.of(
                "SecretId",
                secret,
                "VersionStage",
                "AWSCURRENT",
                "MoveToVersionId",
                token,
                "RemoveFromVersionId",
                version.getKey()));
      }
    }
    moto.call(
        "secretsmanager.UpdateSecretVersionStage",
        Map.of("SecretId", secret, "VersionStage", "AWSPENDING", "RemoveFromVersionId", token));
  }

  private String password(String token) throws IOException {
    JsonNode answer =
        moto.call("secretsmanager.GetSecretValue", Map.of("SecretId", secret, "VersionId", token));
    return JSON.readTree(answer.get("SecretString").textValue()).get("password").textValue();
  }
}
