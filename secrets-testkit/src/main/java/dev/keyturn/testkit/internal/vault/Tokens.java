package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tokens there are. One that ends takes its children and its leases with it. */
final class Tokens {
  /** What the server grants if nothing else is said, and at most. */
  static final Duration SYSTEM_MAX = Duration.ofDays(32);

  private final Map<String, Token> byId = new LinkedHashMap<>();
  private final Consumer<Token> atEnd;

  /** Takes what is to be done when a token ends. */
  Tokens(Consumer<Token> atEnd) {
    this.atEnd = atEnd;
  }

  Token issue(Namespace namespace, @Nullable Token parent, TokenTerms terms, Instant now) {
    String suffix = namespace.isRoot() ? "" : "." + namespace.id;
    String id = terms.isBatch() ? "b." + Ids.random(143) : "s." + Ids.random(24);
    return issue(id + suffix, namespace, parent, terms, now);
  }

  Token issue(
      String id, Namespace namespace, @Nullable Token parent, TokenTerms terms, Instant now) {
    Token token = new Token(id, namespace, parent, terms, now);
    byId.put(id, token);
    return token;
  }

  @Nullable
  Token find(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  @Nullable
  Token findByAccessor(String accessor) {
    for (Token token : byId.values()) {
      if (!accessor.isEmpty() && token.accessor.equals(accessor)) {
        return token;
      }
    }
    return null;
  }

  /** Ends a token, and whatever hangs on it. */
  void revoke(Token token) {
    if (byId.remove(token.id) == null) {
      return;
    }
    for (Token other : List.copyOf(byId.values())) {
      if (other.parent == token) {
        revoke(other);
      }
    }
    atEnd.accept(token);
  }

  /** Ends all that were got by logging in; tells how many. */
  int revokeLogins() {
    List<Token> logins = new ArrayList<>(byId.values());
    logins.removeIf(token -> !token.terms.isLogin());
    logins.forEach(this::revoke);
    return logins.size();
  }

  /** Ends all of a namespace. */
  void revokeOf(Namespace namespace) {
    revokeFrom(namespace, "");
  }

  /** Ends those that were got below a path. */
  void revokeFrom(Namespace namespace, String path) {
    for (Token token : List.copyOf(byId.values())) {
      if (token.namespace.equals(namespace) && token.terms.path().startsWith(path)) {
        revoke(token);
      }
    }
  }

  /** Ends those whose time is over. */
  void sweep(Instant now) {
    List<Token> over = new ArrayList<>(byId.values());
    over.removeIf(token -> !token.isOver(now));
    over.forEach(this::revoke);
  }
}
