package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.VaultEmulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways to log in, and what their refusals teach. */
class LoginTest {
  private static final String REF = "vault://secret/app#a";

  private final VaultEmulator emulator = VaultEmulator.start();

  @BeforeEach
  void prepare() {
    emulator.put("secret/app", Map.of("a", "1"));
    emulator.write(
        "sys/policies/acl/app",
        Map.of("policy", "path \"secret/data/*\" { capabilities = [\"read\"] }"));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private Opened open(String auth, Map<String, String> more) throws StoreException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("address", emulator.endpoint().toString());
    settings.put("auth", auth);
    return Opened.open(settings, Map.of());
  }

  private void assertReads(String auth, Map<String, String> settings) throws Exception {
    try (Opened opened = open(auth, settings)) {
      assertThat(opened.text(REF)).isEqualTo("1");
      assertThat(opened.text(REF)).isEqualTo("1");
    }
    assertThat(emulator.controls().calls("login")).isEqualTo(1);
  }

  private StoreException refusal(String auth, Map<String, String> settings) throws Exception {
    try (Opened opened = open(auth, settings)) {
      StoreException failure = opened.failure(REF);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      return failure;
    }
  }

  private Map<String, String> approle() {
    emulator.write("sys/auth/approle", Map.of("type", "approle"));
    emulator.write(
        "auth/approle/role/app", Map.of("token_policies", "app", "secret_id_num_uses", 1));
    return Map.of(
        "role-id", (String) emulator.read("auth/approle/role/app/role-id").get("role_id"));
  }

  private String secretId() {
    return (String) emulator.write("auth/approle/role/app/secret-id", Map.of()).get("secret_id");
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(key, value);
    return all;
  }

  @Test
  void logsInByApprole() throws Exception {
    Map<String, String> role = approle();
    assertReads("approle", with(role, "secret-id", secretId() + "\n"));
  }

  @Test
  void saysWhatIsWrongWithAnApprole() throws Exception {
    Map<String, String> role = approle();
    assertThat(refusal("approle", with(role, "secret-id", "another")))
        .hasMessageContaining("secret id")
        .hasMessageContaining("used up");
  }

  @Test
  void unwrapsASecretIdOnce() throws Exception {
    Map<String, String> role = approle();
    String wrapping = wrapped("auth/approle/role/app/secret-id");
    assertReads("approle", with(role, "wrapped-secret-id", wrapping));
    assertThat(refusal("approle", with(role, "wrapped-secret-id", wrapping)))
        .hasMessageContaining("unwrapped before")
        .hasMessageContaining("store.vault.wrapped-secret-id");
  }

  @Test
  void doesNotUnwrapWhatSomebodyElseWrapped() throws Exception {
    Map<String, String> role = approle();
    String wrapping = wrapped("sys/wrapping/wrap");
    assertThat(refusal("approle", with(role, "wrapped-secret-id", wrapping)))
        .hasMessageContaining("exchanged");
    assertThat(emulator.controls().calls("sys/wrapping/unwrap")).isZero();
  }

  /** As an administrator makes it for a job. */
  private String wrapped(String path) throws Exception {
    return WrappedBy.post(emulator.endpoint(), path, emulator.rootToken());
  }

  @Test
  void logsInByUserAndPassword() throws Exception {
    emulator.write("sys/auth/people", Map.of("type", "userpass"));
    emulator.write(
        "auth/people/users/alice", Map.of("password", "correct-horse", "token_policies", "app"));
    Map<String, String> alice = Map.of("username", "alice", "auth-mount", "people");
    assertReads("userpass", with(alice, "password", "correct-horse"));
    StoreException failure = refusal("userpass", with(alice, "password", "wrong-horse"));
    assertThat(failure).hasMessageContaining("alice");
    assertThat(failure.getMessage()).doesNotContain("horse");
  }

  @Test
  void namesTheMountThatMayBeMissing() throws Exception {
    assertThat(refusal("userpass", Map.of("username", "bob", "password", "x")))
        .hasMessageContaining("auth/userpass")
        .hasMessageContaining("store.vault.auth-mount");
  }

  private SignedToken issuer() throws Exception {
    SignedToken issuer = new SignedToken();
    emulator.write("sys/auth/jwt", Map.of("type", "jwt"));
    emulator.write(
        "auth/jwt/config", Map.of("jwt_validation_pubkeys", List.of(issuer.publicKey())));
    emulator.write(
        "auth/jwt/role/ci",
        Map.of(
            "role_type",
            "jwt",
            "user_claim",
            "sub",
            "bound_audiences",
            List.of("vault.test"),
            "token_policies",
            List.of("app")));
    return issuer;
  }

  private static String claims(String audience) {
    return "{\"iss\":\"https://ci.test\",\"sub\":\"repo:octo/app\",\"aud\":\"" + audience
        + "\",\"exp\":4102444800,\"iat\":1735689600}";
  }

  @Test
  void logsInByTheIdentityOfTheJob() throws Exception {
    String token = issuer().sign(claims("vault.test"));
    assertReads("jwt", Map.of("role", "ci", "audience", "vault.test", "id-token", token));
  }

  @Test
  void namesTheAudienceThatIsWrong() throws Exception {
    String token = issuer().sign(claims("other.test"));
    StoreException failure =
        refusal("jwt", Map.of("role", "ci", "audience", "other.test", "id-token", token));
    assertThat(failure)
        .hasMessageContaining("audience")
        .hasMessageContaining("aud other.test")
        .hasMessageContaining("iss https://ci.test")
        .hasMessageContaining("sub repo:octo/app")
        .hasMessageContaining("2100-01-01");
    assertThat(failure.getMessage()).doesNotContain(token);
  }

  @Test
  void logsInByAServiceAccount() throws Exception {
    emulator.write("sys/auth/kubernetes", Map.of("type", "kubernetes"));
    emulator.write(
        "auth/kubernetes/config",
        Map.of(
            "kubernetes_host",
            "https://kubernetes.test",
            "disable_local_ca_jwt",
            true,
            "kubernetes_ca_cert",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"));
    emulator.write(
        "auth/kubernetes/role/app",
        Map.of(
            "bound_service_account_names",
            List.of("app"),
            "bound_service_account_namespaces",
            List.of("prod"),
            "token_policies",
            List.of("app")));
    SignedToken cluster = new SignedToken();
    assertReads(
        "kubernetes", Map.of("role", "app", "id-token", cluster.sign(account("prod", "app"))));
    StoreException failure = refusal(
        "kubernetes", Map.of("role", "app", "id-token", cluster.sign(account("prod", "web"))));
    assertThat(failure)
        .hasMessageContaining("service account")
        .hasMessageContaining("sub system:serviceaccount:prod:web");
  }

  private static String account(String namespace, String name) {
    return "{\"iss\":\"https://kubernetes.default.svc\",\"sub\":\"system:serviceaccount:"
        + namespace
        + ":" + name + "\",\"aud\":[\"vault\"],\"exp\":4102444800,\"iat\":1735689600,"
        + "\"kubernetes.io\":{\"namespace\":\"" + namespace + "\",\"serviceaccount\":{\"name\":\""
        + name
        + "\",\"uid\":\"u-1\"}}}";
  }

  @Test
  void aLoginThatIsAnsweredWithoutATokenIsNone() throws Exception {
    emulator.write("sys/auth/userpass", Map.of("type", "userpass"));
    emulator
        .controls()
        .on("login")
        .answer(
            1,
            200,
            "application/json",
            "{\"auth\":{\"mfa_requirement\":{\"mfa_request_id\":\"x\"}}}");
    assertThat(refusal("userpass", Map.of("username", "bob", "password", "x")))
        .hasMessageContaining("second factor");
  }
}
