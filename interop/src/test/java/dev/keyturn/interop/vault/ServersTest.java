package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.DatabaseEngine;
import dev.keyturn.interop.servers.Oidc;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.interop.servers.Until;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The servers themselves do what the tests of this package build on, without Keyturn. */
class ServersTest {
  @Test
  void whatIsWrittenOutlivesAKillAndASeal() throws Exception {
    Certificate certificate = Certificate.make("bao", "ip:127.0.0.1,dns:localhost", "-1d", 30);
    try (OpenBao server = OpenBao.withCertificate(certificate)) {
      server.admin().mountVersioned("kv");
      server.admin().call("PUT", "kv/data/x", Map.of("data", Map.of("a", "1")));
      server.kill();
      server.start();
      server.unseal();
      server.seal();
      assertThat(server.admin().ask("GET", "kv/data/x", Map.of()).statusCode()).isEqualTo(503);
      server.unseal();
      JsonNode read = server.admin().call("GET", "kv/data/x", Map.of());
      assertThat(read.at("/data/data/a").textValue()).isEqualTo("1");
    }
  }

  @Test
  void usersOfTheDatabaseEndWithTheTokenThatMadeThem() throws Exception {
    try (OpenBao server = OpenBao.dev();
        Postgres database = Postgres.start()) {
      database.administrator().close();
      DatabaseEngine engine = new DatabaseEngine(server, database.port());
      engine.dynamicRole("app", "1h", "2h");
      server.admin().policy("app", "path \"database/creds/*\" { capabilities = [\"read\"] }");
      BaoAdmin child = server.admin().with(server.admin().newToken("app", "1h"));
      JsonNode login = child.call("GET", "database/creds/app", Map.of()).get("data");
      String user = login.get("username").textValue();
      database.connect(user, login.get("password").textValue()).close();
      assertThat(engine.leases("app")).isEqualTo(1);
      assertThat(engine.made("app")).isEqualTo(1);
      server.admin().revoke(child.token());
      Until.holds("no lease", Duration.ofSeconds(10), () -> engine.leases("app") == 0);
      assertThatThrownBy(() -> database.connect(user, login.get("password").textValue()))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aTokenOfTheIssuerLogsIn() {
    try (OpenBao server = OpenBao.dev();
        Oidc issuer = Oidc.start()) {
      server.admin().loginMethod("jwt", "jwt");
      server
          .admin()
          .call(
              "POST",
              "auth/jwt/config",
              Map.of(
                  "jwks_url",
                  issuer.keys().toString(),
                  "bound_issuer",
                  issuer.issuer().toString()));
      server
          .admin()
          .call(
              "POST",
              "auth/jwt/role/ci",
              Map.of("role_type", "jwt", "user_claim", "sub", "bound_audiences", List.of("bao")));
      String token = issuer.token("bao", "octo/app");
      JsonNode login = server
          .admin()
          .with("")
          .call("POST", "auth/jwt/login", Map.of("role", "ci", "jwt", token));
      assertThat(login.at("/auth/display_name").asText()).isNotNull();
      assertThat(login.at("/auth/client_token").textValue()).isNotEmpty();
    }
  }
}
