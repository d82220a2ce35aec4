package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code kubernetes}: the token of a service account. A cluster at an http address is asked what it
 * thinks of it; for any other, the token's claims are believed.
 */
final class KubernetesBackend extends LoginBackend {
  private static final String REVIEW = "/apis/authentication.k8s.io/v1/tokenreviews";

  private @Nullable Fields config;

  KubernetesBackend(VaultServer server) {
    super(server);
  }

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.head()) {
      case "config" -> config(ask);
      case "role" -> Roles.handle(roles, ask, KubernetesBackend::describe);
      case "login" -> login(ask);
      default -> throw VaultError.unsupportedPath();
    };
  }

  private Reply config(Ask ask) {
    if (ask.action() == Action.READ) {
      String host = config == null ? "" : config.text("kubernetes_host");
      return Reply.of(Map.of("kubernetes_host", host));
    }
    if (ask.body().text("kubernetes_host").isEmpty()) {
      throw VaultError.bad("no host provided");
    }
    config = ask.body();
    return Reply.none();
  }

  private static Map<String, @Nullable Object> describe(Fields role) {
    Map<String, @Nullable Object> data = LoginTerms.describe(role);
    data.put("audience", role.text("audience"));
    for (String name : List.of("names", "namespaces")) {
      String bound = "bound_service_account_" + name;
      data.put(bound, role.texts(bound));
    }
    return data;
  }

  private Reply login(Ask ask) {
    String name = required(ask, "role", 400);
    String token = required(ask, "jwt", 400);
    Fields role = roles.get(name);
    if (role == null) {
      throw VaultError.bad("invalid role name \"" + name + "\"");
    }
    Fields known = config;
    if (known == null) {
      throw VaultError.of(500, "could not load backend configuration");
    }
    Jwt jwt = Jwt.parse(token);
    if (jwt == null) {
      throw VaultError.badToken();
    }
    Account account = Account.of(jwt);
    account.check(role, jwt);
    JwtTimes.check(jwt.claims, server.now(), "", 403);
    review(known.text("kubernetes_host"), token, role, account);
    String display = "kubernetes-" + account.namespace() + "-" + account.name();
    return admit(ask, role, account.uid(), display, account.meta(name));
  }

  private static void review(String host, String token, Fields role, Account account) {
    if (!host.startsWith("http://")) {
      return;
    }
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("token", token);
    spec.put("audiences", role.texts("audience"));
    try {
      byte[] question = Json.write(Map.of("spec", spec));
      Map<String, ?> status = Web.post(host + REVIEW, token, question).object("status");
      Fields verdict = new Fields(status == null ? Map.of() : status);
      Map<String, ?> user = verdict.object("user");
      String bearer = new Fields(user == null ? Map.of() : user).text("username");
      if (!verdict.flag("authenticated", false) || !bearer.equals(account.user())) {
        throw VaultError.badToken();
      }
    } catch (IOException e) {
      throw VaultError.of(500, "the cluster does not answer");
    }
  }

  /** Whose token it is, as it says itself. */
  private record Account(String namespace, String name, String uid) {
    static Account of(Jwt jwt) {
      Map<String, ?> own = jwt.claims.object("kubernetes.io");
      Fields claims = new Fields(own == null ? Map.of() : own);
      Map<String, ?> account = claims.object("serviceaccount");
      Fields of = new Fields(account == null ? Map.of() : account);
      return new Account(claims.text("namespace"), of.text("name"), of.text("uid"));
    }

    void check(Fields role, Jwt jwt) {
      if (!isIn(role.texts("bound_service_account_namespaces"), namespace)) {
        throw VaultError.of(403, "namespace not authorized");
      }
      if (!isIn(role.texts("bound_service_account_names"), name)) {
        throw VaultError.of(403, "service account name not authorized");
      }
      JwtRole.checkAudience(role.texts("audience"), jwt, "", 403);
    }

    private static boolean isIn(List<String> bound, String value) {
      return bound.contains("*") || bound.contains(value);
    }

    String user() {
      return "system:serviceaccount:" + namespace + ":" + name;
    }

    Map<String, Object> meta(String role) {
      Map<String, Object> meta = new LinkedHashMap<>();
      meta.put("role", role);
      meta.put("service_account_name", name);
      meta.put("service_account_namespace", namespace);
      meta.put("service_account_secret_name", "");
      meta.put("service_account_uid", uid);
      return meta;
    }
  }
}
