package dev.keyturn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.examples.deploy.Deployment;
import dev.keyturn.testkit.AwsEmulator;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same deployment with its secrets in AWS: the real SDK, and an emulator on this machine. */
class AwsDeploymentTest {
  private final AwsEmulator aws = AwsEmulator.start();
  private final List<String> done = new ArrayList<>();
  private String password = "password-of-june";

  @AfterEach
  void stop() {
    aws.close();
  }

  private Secrets secrets() {
    return Secrets.builder()
        .environment(Map.of())
        .set("store.aws.endpoint", aws.endpoint().toString())
        .set("store.aws.region", "us-east-1")
        .set("store.aws.auth", "none")
        .alias("db", "aws-sm://prod/db")
        .alias("registry-token", "aws-ssm://prod/registry-token")
        .build();
  }

  private void migrate(String release, String user, String given) throws SQLException {
    if (!given.equals(password)) {
      throw new SQLException("password authentication failed", "28P01");
    }
    done.add(release + " by " + user);
  }

  @Test
  void readsADatabaseSecretAndAParameter() throws Exception {
    aws.put("prod/db", "{\"user\":\"deployer\",\"password\":\"password-of-june\"}");
    aws.putSecureString("/prod/registry-token", "token-of-june");
    try (Secrets secrets = secrets()) {
      new Deployment(
              secrets, this::migrate, (release, token) -> done.add(token.length() + " letters"))
          .run("1.4");
    }
    assertThat(done).containsExactly("1.4 by deployer", "13 letters");
  }

  @Test
  void survivesARotationThatAwsHasNotFinished() throws Exception {
    aws.put("prod/db", "{\"user\":\"deployer\",\"password\":\"password-of-june\"}");
    aws.putSecureString("/prod/registry-token", "token-of-june");
    try (Secrets secrets = secrets()) {
      secrets.require("db", "registry-token");
      // the database has the new password already, AWS still calls it AWSPENDING
      aws.beginRotation("prod/db", "{\"user\":\"deployer\",\"password\":\"password-of-july\"}");
      password = "password-of-july";
      new Deployment(secrets, this::migrate, (release, token) -> done.add("announced")).run("1.5");
    }
    assertThat(done).containsExactly("1.5 by deployer", "announced");
  }
}
