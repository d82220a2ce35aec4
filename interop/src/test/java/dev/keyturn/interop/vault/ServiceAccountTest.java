package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.Oidc;
import dev.keyturn.interop.servers.OpenBao;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A pod logs in with its service account. There is no Kubernetes here: what it would say of the token is
 * said by a server of the JDK's, so this shows our way to OpenBao and no more.
 */
class ServiceAccountTest {
  private static final String REVIEW = "{\"status\":{\"authenticated\":true,\"user\":{\"username\":"
      + "\"system:serviceaccount:shop:deploy\",\"uid\":\"u-1\"},\"audiences\":[\"bao\"]}}";
  private static final Map<String, ?> CLAIMS = Map.of(
      "sub",
      "system:serviceaccount:shop:deploy",
      "aud",
      List.of("bao", "https://kubernetes.default.svc"),
      "kubernetes.io",
      Map.of("namespace", "shop", "serviceaccount", Map.of("name", "deploy", "uid", "u-1")));

  @Test
  void aPodLogsIn() throws Exception {
    HttpServer cluster =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.createContext("/apis/authentication.k8s.io/v1/tokenreviews", exchange -> {
      byte[] body = REVIEW.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    cluster.start();
    try (OpenBao server = OpenBao.dev();
        Oidc issuer = Oidc.start(CLAIMS)) {
      setUp(server.admin(), "http://127.0.0.1:" + cluster.getAddress().getPort());
      Map<String, String> settings = Map.of(
          "address", server.address().toString(),
          "auth", "kubernetes",
          "role", "deploy",
          "id-token", "env://POD_TOKEN");
      try (Secrets secrets = Secrets.builder()
          .environment(Map.of("POD_TOKEN", issuer.token(Map.of())))
          .store("vault", "vault", settings)
          .build()) {
        assertThat(secrets.get("vault://kv/app/db#password").reveal()).isEqualTo("value-of-db");
      }
      assertThat(server.admin().livingLogins()).isZero();
    } finally {
      cluster.stop(0);
    }
  }

  private static void setUp(BaoAdmin admin, String cluster) throws Exception {
    admin.mountVersioned("kv");
    admin.call("PUT", "kv/data/app/db", Map.of("data", Map.of("password", "value-of-db")));
    admin.policy("app", "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    admin.loginMethod("kubernetes", "kubernetes");
    Certificate any = Certificate.selfSigned("cluster", "dns:localhost");
    admin.call(
        "POST",
        "auth/kubernetes/config",
        Map.of(
            "kubernetes_host",
            cluster,
            "disable_local_ca_jwt",
            true,
            "kubernetes_ca_cert",
            Files.readString(any.pem())));
    admin.call(
        "POST",
        "auth/kubernetes/role/deploy",
        Map.of(
            "bound_service_account_names", List.of("deploy"),
            "bound_service_account_namespaces", List.of("shop"),
            "audience", "bao",
            "token_policies", List.of("app"),
            "token_ttl", "1h"));
  }
}
