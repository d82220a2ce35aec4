package dev.keyturn.testkit.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import dev.keyturn.testkit.internal.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwtLoginTest {
  private static final String INVALID = "400 [error validating token: ";
  private static final String ISSUER = "https://issuer.example";

  private final ManualTime time = new ManualTime();
  private final VaultEmulator emulator = VaultEmulator.start(time);
  private final VaultWire anybody = new VaultWire(emulator).as("");
  private Signer signer;
  private HttpServer others;
  private volatile boolean authenticated = true;

  @BeforeEach
  void begin() throws Exception {
    signer = new Signer();
    others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/jwks", signer.jwks());
    others.createContext("/apis", exchange -> {
      Map<String, ?> user = Map.of("username", "system:serviceaccount:ns:sa");
      byte[] body =
          Json.write(Map.of("status", Map.of("authenticated", authenticated, "user", user)));
      exchange.sendResponseHeaders(201, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    others.start();
    emulator.write("sys/auth/jwt", Map.of("type", "jwt"));
  }

  private void serve(String path, byte[] body) {
    others.createContext(path, exchange -> {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  @AfterEach
  void end() {
    others.stop(0);
    emulator.close();
  }

  private String address() throws IOException {
    return "http://127.0.0.1:" + others.getAddress().getPort();
  }

  private void configure() throws IOException {
    emulator.write(
        "auth/jwt/config", Map.of("jwks_url", address() + "/jwks", "bound_issuer", ISSUER));
    emulator.write(
        "auth/jwt/role/ci",
        Map.of(
            "role_type",
            "jwt",
            "user_claim",
            "sub",
            "bound_audiences",
            List.of("vault"),
            "bound_claims",
            Map.of("repository", "octo/app"),
            "token_policies",
            "app",
            "token_ttl",
            "30s"));
  }

  private Map<String, Object> claims(Object... others) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", "vault");
    claims.put("sub", "repo:octo/app");
    claims.put("repository", "octo/app");
    claims.put("iat", time.instant().getEpochSecond());
    claims.put("exp", time.instant().getEpochSecond() + 120);
    for (int i = 0; i < others.length; i += 2) {
      claims.put((String) others[i], others[i + 1]);
    }
    return claims;
  }

  private static String login(String role, String token) {
    return "{\"role\":\"" + role + "\",\"jwt\":\"" + token + "\"}";
  }

  private String refusal(Object... others) throws Exception {
    String token = signer.rs256(claims(others));
    return anybody.errorOf("POST", "auth/jwt/login", login("ci", token));
  }

  @Test
  void takesATokenOfEitherKey() throws Exception {
    configure();
    for (String token : new String[] {signer.rs256(claims()), signer.es256(claims())}) {
      assertThat(anybody.auth("auth/jwt/login", login("ci", token)))
          .containsEntry("lease_duration", 30)
          .containsEntry("metadata", Map.of("role", "ci"));
    }
    String listed = signer.rs256(claims("aud", List.of("other", "vault")));
    anybody.auth("auth/jwt/login", login("ci", listed));
  }

  @Test
  void saysWhichClaimIsWrong() throws Exception {
    configure();
    assertThat(refusal("aud", "other"))
        .isEqualTo(INVALID + "invalid audience (aud) claim: audience claim does not match any "
            + "expected audience]");
    assertThat(refusal("iss", "https://other.example"))
        .isEqualTo(INVALID + "invalid issuer (iss) claim]");
    assertThat(refusal("repository", "evil/app"))
        .contains("claim \"repository\" does not match any associated bound claim values");
    long now = time.instant().getEpochSecond();
    assertThat(refusal("iat", now - 300, "exp", now - 60))
        .isEqualTo(INVALID + "invalid expiration time (exp) claim: token is expired]");
    assertThat(refusal("nbf", now + 61)).contains("(nbf) claim: token not yet valid");
  }

  @Test
  void takesNoTokenOfAnotherKey() throws Exception {
    configure();
    String foreign = new Signer().rs256(claims());
    assertThat(anybody.errorOf("POST", "auth/jwt/login", login("ci", foreign)))
        .isEqualTo(
            INVALID + "error verifying token signature: failed to verify id token signature]");
    assertThat(anybody.errorOf("POST", "auth/jwt/login", login("ci", "garbage")))
        .contains("must have three parts");
    assertThat(anybody.errorOf("POST", "auth/jwt/login", login("other", foreign)))
        .isEqualTo("400 [role \"other\" could not be found]");
  }

  @Test
  void takesAKeyInPem() throws Exception {
    configure();
    emulator.write("auth/jwt/config", Map.of("jwt_validation_pubkeys", List.of(signer.pem())));
    anybody.auth("auth/jwt/login", login("ci", signer.rs256(claims())));
  }

  @Test
  void findsTheKeysByDiscovery() throws Exception {
    configure();
    String document = "{\"jwks_uri\":\"" + address() + "/jwks\"}";
    serve("/.well-known/openid-configuration", document.getBytes(StandardCharsets.UTF_8));
    emulator.write("auth/jwt/config", Map.of("oidc_discovery_url", address()));
    anybody.auth("auth/jwt/login", login("ci", signer.rs256(claims())));
  }

  private Map<String, Object> serviceAccount(String namespace, String name) {
    return claims(
        "kubernetes.io",
        Map.of("namespace", namespace, "serviceaccount", Map.of("name", name, "uid", "u-1")));
  }

  @Test
  void asksTheClusterAboutAServiceAccount() throws Exception {
    emulator.write("sys/auth/kubernetes", Map.of("type", "kubernetes"));
    emulator.write("auth/kubernetes/config", Map.of("kubernetes_host", address()));
    emulator.write(
        "auth/kubernetes/role/app",
        Map.of(
            "bound_service_account_names",
            "sa",
            "bound_service_account_namespaces",
            "ns",
            "audience",
            "vault"));
    String good = signer.rs256(serviceAccount("ns", "sa"));
    assertThat(anybody
            .auth("auth/kubernetes/login", login("app", good))
            .get("metadata")
            .toString())
        .contains("service_account_name=sa");
    String other = signer.rs256(serviceAccount("ns", "other"));
    assertThat(anybody.errorOf("POST", "auth/kubernetes/login", login("app", other)))
        .isEqualTo("403 [service account name not authorized]");

    authenticated = false;
    assertThat(anybody.errorOf("POST", "auth/kubernetes/login", login("app", good)))
        .isEqualTo("403 [permission denied]");
  }
}
