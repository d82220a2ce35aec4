package dev.keyturn.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.Secrets;
import dev.keyturn.examples.deploy.Deployment;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.SecretsExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SecretsExtension.class)
class DeploymentTest {
  private final List<String> done = new ArrayList<>();
  private String password = "password-of-june";

  private void migrate(String release, String user, String given) throws SQLException {
    if (!given.equals(password)) {
      throw new SQLException("password authentication failed", "28P01");
    }
    done.add("migrated to " + release + " as " + user);
  }

  private void announce(String release, String token) {
    done.add("announced " + release);
    assertThat(token).isEqualTo("token-of-june");
  }

  @Test
  void migratesThenAnnounces(Secrets secrets, InMemoryStore store) throws Exception {
    store.put("db", "{\"user\":\"deployer\",\"password\":\"password-of-june\"}");
    store.put("registry-token", "token-of-june");
    new Deployment(secrets, this::migrate, this::announce).run("1.4");
    assertThat(done).containsExactly("migrated to 1.4 as deployer", "announced 1.4");
  }

  @Test
  void aRotationInTheMiddleIsNotNoticed(Secrets secrets, InMemoryStore store) throws Exception {
    store.put("db", "{\"user\":\"deployer\",\"password\":\"password-of-june\"}");
    store.put("registry-token", "token-of-june");
    secrets.require("db", "registry-token");
    store.rotate("db", "{\"user\":\"deployer\",\"password\":\"password-of-july\"}");
    password = "password-of-july";
    new Deployment(secrets, this::migrate, this::announce).run("1.4");
    assertThat(done).hasSize(2);
  }

  @Test
  void touchesNothingUnlessAllSecretsAreThere(Secrets secrets, InMemoryStore store) {
    store.put("registry-token", "token-of-june");
    assertThatExceptionOfType(SecretsException.class)
        .isThrownBy(() -> new Deployment(secrets, this::migrate, this::announce).run("1.4"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(done).isEmpty();
  }
}
