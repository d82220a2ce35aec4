package dev.keyturn.testkit.internal.vault;

import java.util.Locale;
import java.util.Map;

/** {@code userpass}: a name and a password. */
final class UserpassBackend extends LoginBackend {
  UserpassBackend(VaultServer server) {
    super(server);
  }

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.head()) {
      case "users" -> Roles.handle(roles, ask, LoginTerms::describe);
      case "login" -> login(ask, ask.tail().toLowerCase(Locale.ROOT));
      default -> throw VaultError.unsupportedPath();
    };
  }

  private Reply login(Ask ask, String name) {
    String password = required(ask, "password", 500);
    Fields user = roles.get(name);
    if (user == null || !password.equals(user.text("password"))) {
      throw VaultError.bad("invalid username or password");
    }
    return admit(ask, user, name, "userpass-" + name, Map.of("username", name));
  }

  @Override
  public boolean isOpen(String rest) {
    return rest.startsWith("login/");
  }
}
