package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A token that somebody else made, and that is never revoked by us. */
final class TokenLogin implements Login {
  private final VaultSettings settings;
  private final Vault vault;
  private final TimeSource time;
  private final Credential credential;

  TokenLogin(VaultSettings settings, Vault vault) throws StoreException {
    this.settings = settings;
    this.vault = vault;
    this.time = settings.context().time();
    this.credential = new Credential(settings.context(), "token");
    if (!settings.isSet("token")
        && settings.ambientToken().isEmpty()
        && settings.tokenFile().isEmpty()) {
      throw settings.invalid(
          "token", "is missing; VAULT_TOKEN is sent to VAULT_ADDR only, and not otherwise used");
    }
  }

  /** Looks how long it lives, which also tells whether the server knows it. */
  @Override
  public Session open(Deadline deadline) throws StoreException, InterruptedException {
    String token = token();
    long start = time.nanos();
    Answer answer = vault.get(Tokens.LOOKUP_SELF, token, deadline);
    Json data = answer.object("data");
    if (answer.isSuccess() && data != null) {
      // in its last second a token has a ttl of 0, as one without end has
      long ttl =
          data.text("expire_time").isEmpty() ? data.number("ttl") : Math.max(1, data.number("ttl"));
      boolean renewable = data.isTrue("renewable");
      return new Session(token, false, new Session.Life(start, Duration.ofSeconds(ttl), renewable));
    }
    if (answer.isRefusedByPolicy()) { // it lives, for how long it may not ask
      return new Session(token, false, new Session.Life(start, Duration.ZERO, false));
    }
    throw new StoreException(
        ErrorCode.UNAUTHENTICATED,
        "Vault does not know the token of "
            + source()
            + ": it has expired, was revoked, or is of another server or namespace");
  }

  private String token() throws StoreException, InterruptedException {
    if (settings.isSet("token")) {
      return credential.useWord().orElseThrow(() -> settings.invalid("token", "is missing"));
    }
    Optional<String> ambient = settings.ambientToken();
    String found = ambient.isPresent() ? ambient.get() : read(settings.tokenFile());
    if (!VaultSettings.isPlain(found)) {
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          source() + " is empty, or holds a blank or what is not ASCII");
    }
    return found;
  }

  private String read(Optional<Path> file) throws StoreException {
    try {
      return file.isEmpty() ? "" : Files.readString(file.get()).strip();
    } catch (IOException e) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED,
          source() + " cannot be read; log in again, or set VAULT_TOKEN",
          e);
    }
  }

  private String source() {
    if (settings.isSet("token")) {
      return settings.key("token");
    }
    return settings.ambientToken().isPresent()
        ? "VAULT_TOKEN"
        : settings.tokenFile().map(Path::toString).orElse("VAULT_TOKEN");
  }

  @Override
  public boolean isOutdated() throws InterruptedException {
    return settings.isSet("token") && credential.isOutdated();
  }

  @Override
  public String describe() {
    return "token of " + source();
  }
}
