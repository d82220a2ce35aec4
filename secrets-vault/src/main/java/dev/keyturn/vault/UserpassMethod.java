package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;
import java.util.Map;
import java.util.Optional;

/** A user's name and password. */
final class UserpassMethod extends LoginMethod {
  private final String username;
  private final Credential password;

  UserpassMethod(VaultSettings settings) throws StoreException {
    super(settings, VaultSettings.Auth.USERPASS);
    this.username = settings.required("username");
    this.password = new Credential(settings.context(), "password");
    if (!settings.isSet("password")) {
      throw settings.invalid("password", "is missing, which auth=userpass needs");
    }
    if (username.matches("\\.{1,2}|.*[/\\\\\\p{Cntrl}].*")) {
      throw settings.invalid("username", "cannot be one");
    }
  }

  @Override
  LoginCall call(Deadline deadline) throws StoreException, InterruptedException {
    String given = password.use().orElseThrow(() -> settings().invalid("password", "is missing"));
    return new LoginCall(path("/" + username), Map.of("password", given), "");
  }

  @Override
  boolean isOutdated() throws InterruptedException {
    return password.isOutdated();
  }

  @Override
  String advice() {
    return "the password is wrong, there is no user " + username
        + ", or Vault has locked it for a while";
  }

  @Override
  Optional<String> who() {
    return Optional.of("user " + username);
  }
}
