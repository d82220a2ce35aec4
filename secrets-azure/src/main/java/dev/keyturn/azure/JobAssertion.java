package dev.keyturn.azure;

import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import java.util.function.Supplier;

/** Shows who the CI job is: a new token at each exchange, since some live for minutes. */
final class JobAssertion implements Supplier<String> {
  private final IdTokenSource tokens;
  private final String audience;
  private volatile String claims = "no token was shown";

  JobAssertion(IdTokenSource tokens, String audience) {
    this.tokens = tokens;
    this.audience = audience;
  }

  @Override
  public String get() {
    try {
      String token = tokens.token(audience, Deadline.current().left());
      claims = IdTokenSource.claims(token);
      return token;
    } catch (StoreException e) {
      throw new LoginFailed(e);
    } catch (InterruptedException e) {
      throw new LoginFailed(e);
    }
  }

  /** What gives out the tokens. */
  String source() {
    return tokens.name();
  }

  /** What the last token said of itself; never the token. */
  String claims() {
    return claims;
  }
}
