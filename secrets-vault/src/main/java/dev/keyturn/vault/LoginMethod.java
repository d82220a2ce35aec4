package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;
import java.util.List;
import java.util.Optional;

/** One of Vault's auth methods: how its credential is come by. */
abstract class LoginMethod {
  private final VaultSettings settings;
  private final VaultSettings.Auth auth;
  private final String mount;

  LoginMethod(VaultSettings settings, VaultSettings.Auth auth) throws StoreException {
    this.settings = settings;
    this.auth = auth;
    this.mount = settings.config("auth-mount").orElse(auth.word());
    if (!mount.matches("[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*")
        || List.of(mount.split("/")).stream().anyMatch(s -> s.equals("..") || s.equals("."))) {
      throw settings.invalid(
          "auth-mount", "is the path of an auth method, without auth/ before it");
    }
  }

  VaultSettings settings() {
    return settings;
  }

  String mount() {
    return mount;
  }

  /** The path of a login, encoded. */
  String path(String rest) {
    return VaultPath.encode("auth/" + mount + "/login" + rest);
  }

  /** Comes by the credential. Blocks. */
  abstract LoginCall call(Deadline deadline) throws StoreException, InterruptedException;

  /** Whether the credential has been replaced since it was last used. */
  boolean isOutdated() throws InterruptedException {
    return false;
  }

  /** What to look at when the server refuses. */
  abstract String advice();

  String describe() {
    return auth.word()
        + (mount.equals(auth.word()) ? "" : " at " + mount)
        + who().map(name -> ", " + name).orElse("");
  }

  /** As whom, as far as that is no secret. */
  Optional<String> who() {
    return settings.config("role").map(role -> "role " + role);
  }
}
