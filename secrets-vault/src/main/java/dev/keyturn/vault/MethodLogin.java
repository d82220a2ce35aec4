package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A login by one of Vault's auth methods, whose token is ours to revoke. */
final class MethodLogin implements Login {
  private final LoginMethod method;
  private final Vault vault;
  private final TimeSource time;

  MethodLogin(LoginMethod method, Vault vault, TimeSource time) {
    this.method = method;
    this.vault = vault;
    this.time = time;
  }

  @Override
  public Session open(Deadline deadline) throws StoreException, InterruptedException {
    LoginCall call = method.call(deadline);
    long start = time.nanos();
    Answer answer = vault.post(call.path(), null, Json.of(call.body()), deadline);
    if (!answer.isSuccess()) {
      throw refused(answer, call);
    }
    Json auth = answer.object("auth");
    String token = auth == null ? "" : auth.text("client_token");
    if (auth == null || !VaultSettings.isPlain(token)) {
      throw withoutToken(auth);
    }
    Duration duration = Duration.ofSeconds(auth.number("lease_duration"));
    return new Session(token, true, new Session.Life(start, duration, auth.isTrue("renewable")));
  }

  private static StoreException withoutToken(@Nullable Json auth) {
    return auth != null && auth.object("mfa_requirement") != null
        ? new StoreException(
            ErrorCode.UNAUTHENTICATED,
            "Vault asks for a second factor at this login, which a program cannot give")
        : new StoreException(
            ErrorCode.MALFORMED, "the login is answered without a token; is this Vault?");
  }

  private StoreException refused(Answer answer, LoginCall call) {
    String why = answer.says("audience")
        ? "the audience of the identity is not the one that Vault expects; " + method.advice()
        : method.advice();
    String unmounted = answer.status() == 403 || answer.status() == 404
        ? "; or there is no auth method at auth/" + method.mount() + " ("
            + method.settings().key("auth-mount") + ")"
        : "";
    return new StoreException(
        ErrorCode.UNAUTHENTICATED,
        "Vault refuses the login by " + method.describe() + " (" + answer.status() + "): " + why
            + unmounted + call.claims());
  }

  @Override
  public boolean isOutdated() throws InterruptedException {
    return method.isOutdated();
  }

  @Override
  public String describe() {
    return method.describe();
  }
}
