package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code auth/token}. */
final class TokenBackend implements Backend {
  private static final String CUSTOM_ID =
      "Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure "
          + "SHA2-256 HMAC for token obfuscation. SHA1 hashed tokens on the wire leads to less "
          + "secure lookups.";

  private final VaultServer server;

  TokenBackend(VaultServer server) {
    this.server = server;
  }

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.rest()) {
      case "create" -> create(ask, ask.token());
      case "create-orphan" -> create(ask, null);
      case "lookup-self" -> Reply.of(ask.token().describe(server.now()));
      case "lookup" -> Reply.of(named(ask, 403, "bad token").describe(server.now()));
      case "lookup-accessor" -> lookupAccessor(ask);
      case "renew-self" -> renew(ask.token(), ask.body());
      case "renew" -> renew(named(ask, 400, "token not found"), ask.body());
      case "revoke-self" -> revoke(ask.token());
      case "revoke" -> revoke(server.tokens.find(id(ask)));
      case "revoke-accessor" -> revokeAccessor(ask);
      default -> throw VaultError.unsupportedPath();
    };
  }

  private static String id(Ask ask) {
    String id = ask.body().text("token");
    if (id.isEmpty()) {
      throw VaultError.bad("missing token ID");
    }
    return id;
  }

  private Token named(Ask ask, int status, String complaint) {
    Token token = server.tokens.find(id(ask));
    if (token == null) {
      throw VaultError.of(status, complaint);
    }
    return token;
  }

  private Reply create(Ask ask, @Nullable Token creator) {
    String id = ask.body().text("id");
    if (server.tokens.find(id) != null) {
      throw VaultError.bad("cannot create a token with a duplicate ID");
    }
    List<String> warnings = new ArrayList<>();
    TokenTerms terms = terms(ask, warnings);
    if (!id.isEmpty()) {
      warnings.add(CUSTOM_ID);
    }
    Token parent = ask.body().flag("no_parent", false) ? null : creator;
    Token token = id.isEmpty()
        ? server.tokens.issue(ask.namespace(), parent, terms, server.now())
        : server.tokens.issue(id, ask.namespace(), parent, terms, server.now());
    return Reply.auth(token.auth()).warning(warnings);
  }

  private static TokenTerms terms(Ask ask, List<String> warnings) {
    Fields body = ask.body();
    boolean batch = body.text("type").equals(TokenTerms.BATCH);
    String display = body.text("display_name");
    Duration period = body.span("period", Duration.ZERO);
    Set<String> policies = policies(ask);
    Duration usual = period.isZero() ? Tokens.SYSTEM_MAX : period;
    Duration asked = body.span("ttl", policies.contains("root") ? Duration.ZERO : usual);
    Grant grant = Grant.of(asked, Tokens.SYSTEM_MAX);
    warnings.addAll(grant.warnings());
    policies.forEach(policy -> {
      if (!ask.namespace().policies.all().containsKey(policy)) {
        warnings.add("Policy \"" + policy + "\" does not exist");
      }
    });
    return new TokenTerms(
        policies,
        "auth/token/" + ask.rest(),
        display.isEmpty() ? "token" : "token-" + display,
        grant.lifetime(),
        Duration.ZERO,
        body.span("explicit_max_ttl", Duration.ZERO),
        period,
        body.flag("renewable", true),
        (int) body.number("num_uses", 0),
        batch ? TokenTerms.BATCH : TokenTerms.SERVICE,
        "",
        body.object("meta"));
  }

  private static Set<String> policies(Ask ask) {
    Set<String> own = ask.token().policies();
    Set<String> policies = new TreeSet<>(ask.body().texts("policies"));
    policies.addAll(policies.isEmpty() ? own : Set.of());
    if (ask.body().flag("no_default_policy", false)) {
      policies.remove("default");
    } else if (!policies.contains("root")) {
      policies.add("default");
    }
    if (!ask.token().isRoot() && !own.containsAll(policies)) {
      throw VaultError.bad("child policies must be subset of parent");
    }
    return policies;
  }

  private Reply renew(Token token, Fields body) {
    if (token.terms.isBatch()) {
      throw VaultError.bad("batch tokens cannot be renewed");
    }
    if (token.usesLeft < 0) {
      throw VaultError.bad("token not found");
    }
    if (!token.isRenewable()) {
      throw VaultError.bad("lease is not renewable");
    }
    Grant grant = token.renew(body.span("increment"), server.now());
    return Reply.auth(token.auth()).warning(grant.warnings());
  }

  private Reply revoke(@Nullable Token token) {
    if (token != null && token.terms.isBatch()) {
      throw VaultError.bad("batch tokens cannot be revoked");
    }
    if (token != null) {
      server.tokens.revoke(token);
    }
    return Reply.none();
  }

  private Reply lookupAccessor(Ask ask) {
    Token token = server.tokens.findByAccessor(ask.body().text("accessor"));
    if (token == null) {
      throw VaultError.bad(VaultError.wrapped("invalid accessor"));
    }
    Map<String, @Nullable Object> data = token.describe(server.now());
    data.put("id", "");
    return Reply.of(data);
  }

  private Reply revokeAccessor(Ask ask) {
    Token token = server.tokens.findByAccessor(ask.body().text("accessor"));
    return token == null
        ? Reply.empty(200).warning(List.of("No token found with this accessor"))
        : revoke(token);
  }

  @Override
  public String operation(Action action, String rest) {
    return "auth/token/" + rest;
  }
}
