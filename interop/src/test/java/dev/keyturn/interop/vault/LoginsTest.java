package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Until;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to log in that OpenBao has; what the login gave is ended when the secrets are closed. */
class LoginsTest {
  private static final String REF = "vault://kv/app/db#password";

  private Certificate certificate;
  private OpenBao server;
  private BaoAdmin admin;

  @BeforeEach
  void setUp() throws Exception {
    certificate = Certificate.make("bao", "ip:127.0.0.1", "-1d", 30);
    server = OpenBao.withCertificate(certificate);
    admin = server.admin();
    admin.mountVersioned("kv");
    admin.call("PUT", "kv/data/app/db", Map.of("data", Map.of("password", "value-of-db")));
    admin.policy("app", "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Map<String, String> settings(String auth, String... more) {
    Map<String, String> settings = new HashMap<>(Map.of(
        "address",
        server.address().toString(),
        "ca-cert",
        certificate.authority().toString(),
        "auth",
        auth));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** Reads with a login, closes, and looks that nothing of the login is left. */
  private void reads(Map<String, String> environment, Map<String, String> settings) {
    try (Secrets secrets = Secrets.builder()
        .environment(environment)
        .store("vault", "vault", settings)
        .build()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
      assertThat(admin.livingLogins()).isEqualTo(1);
    }
    assertThat(admin.livingLogins()).isZero();
  }

  private SecretsException refused(Map<String, String> environment, Map<String, String> settings) {
    try (Secrets secrets = Secrets.builder()
        .environment(environment)
        .store("vault", "vault", settings)
        .build()) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
      assertThat(failure).isNotNull();
      System.out.println(failure.code() + ": " + failure.getMessage());
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      environment.values().forEach(value -> assertThat(failure.toString()).doesNotContain(value));
      return failure;
    }
  }

  @Test
  void aTokenThatWasGivenIsUsedAndLeftAlone() {
    String token = admin.newToken("app", "1h");
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("VAULT_TOKEN", token, "VAULT_ADDR", server.address().toString()))
        .store("vault", "vault", Map.of("ca-cert", certificate.authority().toString()))
        .build()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
    }
    assertThat(admin.with(token).ask("GET", "auth/token/lookup-self", Map.of()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTokenThatHasEndedIsSaidToHave() {
    String token = admin.newToken("app", "1h");
    admin.revoke(token);
    refused(Map.of("TOKEN", token), settings("token", "token", "env://TOKEN"));
  }

  @Test
  void appRole() {
    AppRole role = AppRole.of(server, "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    reads(role.environment(), role.settings("ca-cert", certificate.authority().toString()));
    refused(
        Map.of("SECRET_ID", "not-the-secret-id"),
        role.settings("ca-cert", certificate.authority().toString()));
  }

  @Test
  void appRoleWithAWrappedSecretId() {
    AppRole role = AppRole.of(server, "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    String roleId = role.settings().get("role-id");
    Map<String, String> environment = Map.of("WRAPPED", role.wrappedSecretId());
    Map<String, String> settings =
        settings("approle", "role-id", roleId, "wrapped-secret-id", "env://WRAPPED");
    reads(environment, settings);
    // it can be unwrapped once; that somebody else has done it would look the same
    refused(environment, settings);
  }

  @Test
  void nameAndPassword() {
    admin.loginMethod("userpass", "userpass");
    admin.call(
        "POST",
        "auth/userpass/users/alice",
        Map.of("password", "password-of-alice", "token_policies", "app", "token_ttl", "1h"));
    Map<String, String> settings =
        settings("userpass", "username", "alice", "password", "env://PASSWORD");
    reads(Map.of("PASSWORD", "password-of-alice"), settings);
    refused(Map.of("PASSWORD", "not-her-password"), settings);
  }

  @Test
  void anotherMountOfAMethod() {
    admin.loginMethod("people", "userpass");
    admin.call(
        "POST",
        "auth/people/users/alice",
        Map.of("password", "password-of-alice", "token_policies", "app", "token_ttl", "1h"));
    reads(
        Map.of("PASSWORD", "password-of-alice"),
        settings(
            "userpass", "auth-mount", "people", "username", "alice", "password", "env://PASSWORD"));
  }

  @Test
  void aCertificateOfOurOwn() throws Exception {
    Certificate client = Certificate.make("client", "dns:client.test", "-1d", 30);
    Certificate other = Certificate.make("client", "dns:client.test", "-1d", 30);
    admin.loginMethod("cert", "cert");
    admin.call(
        "POST",
        "auth/cert/certs/app",
        Map.of(
            "certificate",
            Files.readString(client.authority()),
            "allowed_dns_sans",
            "client.test",
            "token_policies",
            "app",
            "token_ttl",
            "1h"));
    reads(Map.of(), certificateLogin(client));
    refused(Map.of(), certificateLogin(other));
  }

  private Map<String, String> certificateLogin(Certificate client) {
    return settings(
        "cert",
        "role",
        "app",
        "client-cert",
        client.pem().toString(),
        "client-key",
        client.key().toString());
  }

  /** A token that lives for 4 s: it is renewed as long as that is possible, then replaced. */
  @Test
  void aShortLoginIsRenewedAndThenReplaced() throws Exception {
    AppRole role = AppRole.of(server, "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    role.lives("4s", "8s");
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        .store(
            "vault", "vault", role.settings("ca-cert", certificate.authority().toString()))
        .build()) {
      long end = System.nanoTime() + 20_000_000_000L;
      int reads = 0;
      while (System.nanoTime() < end) {
        assertThat(secrets.refresh(REF).reveal()).isEqualTo("value-of-db");
        reads++;
        Until.passes(Duration.ofMillis(50));
      }
      System.out.println("20 s with tokens of 4 s, 8 s at most: " + reads + " reads, none failed; "
          + role.logins() + " logins, " + count("auth/token/renew-self") + " renewals");
      assertThat(role.logins()).isBetween(3L, 6L);
      assertThat(count("auth/token/renew-self")).isPositive();
    }
  }

  private long count(String path) {
    return server.audits().stream()
        .filter(entry -> entry.granted() && entry.path().equals(path))
        .count();
  }
}
