package dev.keyturn.vault;

import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The job's own identity: a token of the CI system for the store's address, or for what is configured. */
final class JwtMethod extends LoginMethod {
  private final IdTokenSource tokens;
  private final String audience;

  JwtMethod(VaultSettings settings) throws StoreException {
    super(settings, VaultSettings.Auth.JWT);
    Optional<IdTokenSource> found = settings.context().idTokens();
    this.tokens = found.orElseThrow(() -> settings.invalid(
        "auth", "=jwt, but no CI system with ID tokens is found; is id-token to be set?"));
    this.audience = settings.config("audience").orElse(settings.address().toString());
  }

  /** Asks for a token at each login: that of a CI job lives for minutes. */
  @Override
  LoginCall call(Deadline deadline) throws StoreException, InterruptedException {
    String token = tokens.token(audience, deadline.left());
    Map<String, String> body = new TreeMap<>(Map.of("jwt", token));
    settings().config("role").ifPresent(role -> body.put("role", role));
    return new LoginCall(
        path(""),
        body,
        "; the token of " + tokens.name() + " claims: " + IdTokenSource.claims(token));
  }

  @Override
  String advice() {
    return "do bound_audiences, bound_claims and bound_subject of the role "
        + settings().config("role").map(role -> role + " ").orElse("")
        + "match, and does the method know this issuer? The audience asked for is "
        + audience;
  }

  @Override
  String describe() {
    return super.describe() + ", ID token of " + tokens.name();
  }
}
