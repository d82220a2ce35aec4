package dev.keyturn.testkit.internal.vault;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A way to log in: roles, and tokens for whoever proves to be one. */
abstract class LoginBackend implements Backend {
  final VaultServer server;
  final Map<String, Fields> roles = new TreeMap<>();
  private final Map<String, String> entities = new HashMap<>();

  LoginBackend(VaultServer server) {
    this.server = server;
  }

  /** Gives a token. */
  Reply admit(Ask ask, Fields role, String alias, String display, Map<String, ?> meta) {
    String entity = entities.computeIfAbsent(alias, key -> UUID.randomUUID().toString());
    TokenTerms terms = LoginTerms.of(role, ask.path(), display, entity, meta);
    Token token = server.tokens.issue(ask.namespace(), null, terms, server.now());
    return Reply.auth(token.auth());
  }

  static String required(Ask ask, String member, int status) {
    String text = ask.body().text(member);
    if (text.isEmpty()) {
      throw VaultError.of(status, "missing " + member);
    }
    return text;
  }

  @Override
  public String operation(Action action, String rest) {
    return isOpen(rest) ? "login" : action.word();
  }

  @Override
  public boolean isOpen(String rest) {
    return rest.equals("login");
  }
}
