package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who asks, for as long as it lasts. It does not print itself. */
final class Token {
  final String id;
  final String accessor;
  final Namespace namespace;
  final @Nullable Token parent;
  final TokenTerms terms;
  final Instant issued;

  /** Null if it never ends. */
  @Nullable
  Instant expiry;

  /** What it is renewed for unless something else is asked. */
  Duration lifetime;

  /** How often it may be used; 0 for without limit, below that it is spent. */
  int usesLeft;

  Token(String id, Namespace namespace, @Nullable Token parent, TokenTerms terms, Instant issued) {
    this.id = id;
    this.accessor =
        terms.isBatch() ? "" : Ids.random(24) + (namespace.isRoot() ? "" : "." + namespace.id);
    this.namespace = namespace;
    this.parent = parent;
    this.terms = terms;
    this.issued = issued;
    this.lifetime = terms.lifetime();
    this.expiry = terms.lifetime().isZero() ? null : issued.plus(terms.lifetime());
    this.usesLeft = terms.uses();
  }

  boolean isRoot() {
    return terms.policies().contains("root");
  }

  boolean isOver(Instant now) {
    return usesLeft < 0 || (expiry != null && !now.isBefore(expiry));
  }

  boolean isRenewable() {
    return expiry != null && terms.renewable() && !terms.isBatch();
  }

  Duration left(Instant now) {
    return expiry == null ? Duration.ZERO : Duration.between(now, expiry);
  }

  /** Lets it live longer, or as long as it may. */
  Grant renew(@Nullable Duration increment, Instant now) {
    Duration usual = terms.isLogin() ? terms.lifetime() : lifetime;
    Duration asked = increment == null || increment.isZero() ? usual : increment;
    Grant grant = terms.period().isZero()
        ? Grant.of(asked, mostLeft(now))
        : new Grant(terms.period(), List.of());
    lifetime = grant.lifetime();
    expiry = now.plus(lifetime);
    return grant;
  }

  private Duration mostLeft(Instant now) {
    Duration most = Tokens.SYSTEM_MAX;
    for (Duration bound : List.of(terms.max(), terms.explicitMax())) {
      most = bound.isZero() || bound.compareTo(most) > 0 ? most : bound;
    }
    return Grant.left(issued, most, now);
  }

  List<String> sortedPolicies() {
    return List.copyOf(new TreeSet<>(terms.policies()));
  }

  Set<String> policies() {
    return terms.policies();
  }

  /** What a login or a renewal answers. */
  Map<String, @Nullable Object> auth() {
    Map<String, @Nullable Object> auth = new LinkedHashMap<>();
    auth.put("client_token", id);
    auth.put("accessor", accessor);
    auth.put("policies", sortedPolicies());
    auth.put("token_policies", sortedPolicies());
    auth.put("metadata", terms.meta());
    auth.put("lease_duration", lifetime.toSeconds());
    auth.put("renewable", isRenewable());
    auth.put("entity_id", terms.entity());
    auth.put("token_type", terms.type());
    auth.put("orphan", parent == null);
    auth.put("mfa_requirement", null);
    auth.put("num_uses", terms.uses());
    return auth;
  }

  /** What looking it up answers. */
  Map<String, @Nullable Object> describe(Instant now) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("accessor", accessor);
    data.put("creation_time", issued.getEpochSecond());
    data.put("creation_ttl", terms.lifetime().toSeconds());
    data.put("display_name", terms.displayName());
    data.put("entity_id", terms.entity());
    data.put("expire_time", expiry == null ? null : expiry.toString());
    data.put("explicit_max_ttl", terms.explicitMax().toSeconds());
    data.put("id", id);
    data.put("issue_time", issued.toString());
    data.put("meta", terms.meta());
    data.put("num_uses", usesLeft);
    data.put("orphan", parent == null);
    data.put("path", terms.path());
    data.put("policies", sortedPolicies());
    data.put("renewable", isRenewable());
    data.put("ttl", left(now).toSeconds());
    data.put("type", terms.type());
    if (!namespace.isRoot()) {
      data.put("namespace_path", namespace.path);
    }
    if (!terms.period().isZero()) {
      data.put("period", terms.period().toSeconds());
    }
    return data;
  }
}
