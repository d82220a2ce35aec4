package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.Oidc;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job logs in with who it is. OpenBao checks the issuer's signature, the audience and a claim. */
class JobIdentityTest {
  private static final String REF = "vault://kv/app/db#password";

  private final OpenBao server = OpenBao.dev();
  private final Oidc issuer = Oidc.start();

  @BeforeEach
  void setUp() {
    BaoAdmin admin = server.admin();
    admin.mountVersioned("kv");
    admin.call("PUT", "kv/data/app/db", Map.of("data", Map.of("password", "value-of-db")));
    admin.policy("app", "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    admin.loginMethod("jwt", "jwt");
    admin.call(
        "POST",
        "auth/jwt/config",
        Map.of(
            "jwks_url",
            issuer.keys().toString(),
            "bound_issuer",
            issuer.issuer().toString()));
    role("ci", server.address().toString());
    role("others", "https://vault.example");
  }

  /** Who may log in: jobs of one repository, with a token that is for one audience. */
  private void role(String name, String audience) {
    server
        .admin()
        .call(
            "POST",
            "auth/jwt/role/" + name,
            Map.of(
                "role_type",
                "jwt",
                "user_claim",
                "sub",
                "bound_audiences",
                List.of(audience),
                "bound_claims",
                Map.of("repository", "octo/app"),
                "token_policies",
                List.of("app"),
                "token_ttl",
                "1h"));
  }

  @AfterEach
  void close() {
    issuer.close();
    server.close();
  }

  private Map<String, String> settings(String role, String... more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("address", server.address().toString(), "auth", "jwt", "role", role));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  @Test
  void aJobLogsInWithATokenForThisServer() throws Exception {
    try (OidcRunner runner = new OidcRunner(issuer, "octo/app");
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("vault", "vault", settings("ci"))
            .build()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
      assertThat(runner.audiences()).containsExactly(server.address().toString());
    }
  }

  @Test
  void theAudienceMayBeToldAndTheTokenNamed() {
    Map<String, String> environment =
        Map.of("JOB_TOKEN", issuer.token("https://vault.example", "octo/app"));
    try (Secrets secrets = Secrets.builder()
        .environment(environment)
        .store(
            "vault",
            "vault",
            settings("others", "id-token", "env://JOB_TOKEN", "audience", "https://vault.example"))
        .build()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
  }

  /** A token for somebody else would let this server log in there in our name. */
  @Test
  void aNamedTokenForAnotherAudienceIsNotSent() {
    String token = issuer.token("https://elsewhere.example", "octo/app");
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("JOB_TOKEN", token))
        .store("vault", "vault", settings("ci", "id-token", "env://JOB_TOKEN"))
        .build()) {
      assertThat(refused(secrets, List.of(token)))
          .hasMessageContaining("https://elsewhere.example")
          .hasMessageContaining(server.address().toString());
      assertThat(server.audits()).noneMatch(entry -> entry.path().equals("auth/jwt/login"));
    }
  }

  @Test
  void theWrongAudienceIsNamed() throws Exception {
    try (OidcRunner runner = new OidcRunner(issuer, "octo/app");
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("vault", "vault", settings("others"))
            .build()) {
      SecretsException failure = refused(secrets, runner.given());
      assertThat(failure).hasMessageContaining(server.address().toString());
    }
  }

  @Test
  void aJobOfAnotherRepositoryIsRefused() throws Exception {
    try (OidcRunner runner = new OidcRunner(issuer, "evil/app");
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("vault", "vault", settings("ci"))
            .build()) {
      assertThat(refused(secrets, runner.given())).hasMessageContaining("repo:evil/app");
    }
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() throws Exception {
    try (Oidc other = Oidc.start();
        OidcRunner runner = new OidcRunner(other, "octo/app");
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("vault", "vault", settings("ci"))
            .build()) {
      assertThat(refused(secrets, runner.given()))
          .hasMessageContaining(other.issuer().toString());
    }
  }

  @Test
  void anUnknownRoleIsRefused() throws Exception {
    try (OidcRunner runner = new OidcRunner(issuer, "octo/app");
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("vault", "vault", settings("nobody"))
            .build()) {
      assertThat(refused(secrets, runner.given())).hasMessageContaining("nobody");
    }
  }

  private static SecretsException refused(Secrets secrets, List<String> tokens) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
    assertThat(failure).isNotNull();
    System.out.println(failure.code() + ": " + failure.getMessage());
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(Traces.all(failure)).doesNotContain(tokens);
    return failure;
  }
}
