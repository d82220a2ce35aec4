package dev.keyturn.testkit.internal.vault;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code jwt}: a token that somebody else has signed. */
final class JwtBackend extends LoginBackend {
  private static final String INVALID = "error validating token: ";
  private static final String UNPROVEN = INVALID + "error verifying token signature: ";

  private @Nullable Fields config;

  JwtBackend(VaultServer server) {
    super(server);
  }

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.head()) {
      case "config" -> config(ask);
      case "role" -> role(ask);
      case "login" -> login(ask);
      default -> throw VaultError.unsupportedPath();
    };
  }

  private Reply config(Ask ask) {
    if (ask.action() == Action.READ) {
      return Reply.of(described());
    }
    keys(ask.body()); // keys that cannot be had are refused now, and not at the first login
    config = ask.body();
    return Reply.none();
  }

  private Map<String, @Nullable Object> described() {
    Fields shown = config == null ? new Fields(Map.of()) : config;
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    for (String name : List.of("bound_issuer", "default_role", "jwks_url", "oidc_discovery_url")) {
      data.put(name, shown.text(name));
    }
    data.put("jwt_validation_pubkeys", shown.texts("jwt_validation_pubkeys"));
    return data;
  }

  private static JwtKeys keys(Fields config) {
    JwtKeys keys = new JwtKeys();
    config.texts("jwt_validation_pubkeys").forEach(keys::addPem);
    String discovery = config.text("oidc_discovery_url");
    String jwks = config.text("jwks_url");
    try {
      if (!discovery.isEmpty()) {
        String document = discovery.replaceAll("/$", "") + "/.well-known/openid-configuration";
        jwks = Web.get(document).text("jwks_uri");
      }
      return jwks.isEmpty() ? keys : keys.addAll(Web.get(jwks));
    } catch (IOException e) {
      throw VaultError.bad(
          discovery.isEmpty() ? "error checking jwks URL" : "error checking oidc discovery URL");
    }
  }

  private Reply role(Ask ask) {
    Fields body = ask.body();
    boolean bound = JwtRole.BOUNDS.stream().anyMatch(body::has);
    if (ask.action() == Action.WRITE && !bound && !roles.containsKey(ask.tail())) {
      throw VaultError.bad("must have at least one bound constraint when creating/updating a role");
    }
    return Roles.handle(roles, ask, JwtRole::describe);
  }

  private Reply login(Ask ask) {
    Fields known = config;
    if (known == null) {
      throw VaultError.bad("could not load configuration");
    }
    String given = ask.body().text("role");
    String name = given.isEmpty() ? known.text("default_role") : given;
    if (name.isEmpty()) {
      throw VaultError.bad("missing role");
    }
    Fields role = roles.get(name);
    if (role == null) {
      throw VaultError.bad("role \"" + name + "\" could not be found");
    }
    Jwt jwt = proven(known, ask.body().text("jwt"));
    JwtTimes.check(jwt.claims, server.now(), INVALID, 400);
    checkIssuer(known, jwt);
    JwtRole.check(role, jwt);
    return admit(ask, name, role, jwt);
  }

  private Reply admit(Ask ask, String name, Fields role, Jwt jwt) {
    String claim = role.text("user_claim");
    String user = jwt.claims.text(claim);
    if (user.isEmpty()) {
      throw VaultError.bad("claim \"" + claim + "\" not found in token");
    }
    String mount = ask.mount().replaceAll("^auth/|/$", "");
    return admit(ask, role, user, mount + "-" + user, JwtRole.meta(name, role, jwt));
  }

  private static Jwt proven(Fields config, String token) {
    if (token.isEmpty()) {
      throw VaultError.bad("missing token");
    }
    Jwt jwt = Jwt.parse(token);
    if (jwt == null) {
      throw VaultError.bad(UNPROVEN + "oidc: malformed jwt: "
          + "go-jose/go-jose: compact JWS format must have three parts");
    }
    if (!JwtKeys.isKnown(jwt.algorithm())) {
      throw VaultError.bad(UNPROVEN + "oidc: malformed jwt: unexpected signature algorithm");
    }
    if (!keys(config).signed(jwt)) {
      boolean ownKeys = config.has("jwt_validation_pubkeys");
      throw VaultError.bad(UNPROVEN
          + (ownKeys
              ? "no known key successfully validated the token signature"
              : "failed to verify id token signature"));
    }
    return jwt;
  }

  private static void checkIssuer(Fields config, Jwt jwt) {
    String issuer = config.text("bound_issuer");
    if (!issuer.isEmpty() && !issuer.equals(jwt.claims.text("iss"))) {
      throw VaultError.bad(INVALID + "invalid issuer (iss) claim");
    }
  }
}
