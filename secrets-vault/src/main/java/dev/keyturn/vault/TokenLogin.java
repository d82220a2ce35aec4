package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
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
    if (!settings.isSet("token") && settings.ambientToken().isEmpty()) {
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
      Duration ttl = Duration.ofSeconds(data.number("ttl"));
      return new Session(token, false, new Session.Life(start, ttl, data.isTrue("renewable")));
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
    Optional<String> ambient = settings.ambientToken().filter(VaultSettings::isPlain);
    return ambient.orElseThrow(() -> new StoreException(
        ErrorCode.INVALID_CONFIGURATION, "VAULT_TOKEN holds a blank or what is not ASCII"));
  }

  private String source() {
    return settings.isSet("token") ? settings.key("token") : "VAULT_TOKEN";
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
