package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers that wait behind a token that is good for one look. */
final class Wrapping {
  private static final String POLICY = "response-wrapping";

  private final VaultServer server;
  private final Map<Token, Wrapped> waiting = new HashMap<>();

  Wrapping(VaultServer server) {
    this.server = server;
  }

  private record Wrapped(Reply reply, String path) {}

  Reply wrapIfAsked(Reply reply, @Nullable Duration ttl, Place place) {
    if (ttl == null && place.path().equals("sys/wrapping/wrap")) {
      throw VaultError.bad("endpoint requires response wrapping to be used");
    }
    return ttl == null ? reply : wrap(reply, ttl, place);
  }

  private Reply wrap(Reply reply, Duration ttl, Place place) {
    Duration none = Duration.ZERO;
    TokenTerms terms = new TokenTerms(
        Set.of(POLICY),
        place.path(),
        "",
        ttl,
        none,
        ttl,
        none,
        false,
        1,
        TokenTerms.SERVICE,
        "",
        null);
    Token token = server.tokens.issue(place.namespace(), null, terms, server.now());
    waiting.put(token, new Wrapped(reply, place.path()));
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("token", token.id);
    info.put("accessor", token.accessor);
    info.put("ttl", ttl.toSeconds());
    info.put("creation_time", token.issued.toString());
    info.put("creation_path", place.path());
    if (reply.accessor() != null) {
      info.put("wrapped_accessor", reply.accessor());
    }
    return Reply.wrapped(info);
  }

  Reply unwrap(Ask ask) {
    if (!ask.body().text("token").isEmpty() && ask.caller() == null) {
      throw VaultError.badToken();
    }
    Token token = named(ask);
    Wrapped wrapped = waiting.remove(token);
    server.tokens.revoke(token);
    return wrapped == null ? Reply.none() : wrapped.reply();
  }

  Reply lookup(Ask ask) {
    Token token = named(ask);
    Wrapped wrapped = waiting.get(token);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("creation_path", wrapped == null ? "" : wrapped.path());
    data.put("creation_time", token.issued.toString());
    data.put("creation_ttl", token.terms.lifetime().toSeconds());
    return Reply.of(data);
  }

  /** The wrapping token in the body, for somebody who has a token; else the one that is shown. */
  private Token named(Ask ask) {
    String id = ask.body().text("token");
    String shown = ask.shown().token();
    if (id.isEmpty() && shown == null) {
      throw VaultError.of(403, "error validating wrapping token: token is empty");
    }
    Token token = server.tokens.find(id.isEmpty() ? shown : id);
    if (token == null || !waiting.containsKey(token)) {
      throw VaultError.bad("wrapping token is not valid or does not exist");
    }
    return token;
  }

  void forget(Token token) {
    waiting.remove(token);
  }
}
