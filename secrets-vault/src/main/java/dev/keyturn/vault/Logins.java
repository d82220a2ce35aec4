package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;

/** Chooses how the store logs in. Whatever can be found wrong is found when the store is opened. */
final class Logins {
  private Logins() {}

  static Login choose(VaultSettings settings, Vault vault, Wire wire) throws StoreException {
    return switch (settings.auth()) {
      case TOKEN -> new TokenLogin(settings, vault);
      case APPROLE -> login(new ApproleMethod(settings, vault), vault);
      case JWT -> login(new JwtMethod(settings), vault);
      case KUBERNETES -> login(new KubernetesMethod(settings), vault);
      case USERPASS -> login(new UserpassMethod(settings), vault);
      case CERT -> login(new CertMethod(settings, wire), vault);
    };
  }

  private static Login login(LoginMethod method, Vault vault) {
    return new MethodLogin(method, vault, method.settings().context().time());
  }
}
