package dev.keyturn.internal.identity;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.time.Duration;

/** A token that another store holds, such as the variable that GitLab's {@code id_tokens} fills. */
final class GivenIdTokens implements IdTokenSource {
  private static final String KEY = "id-token";

  private final StoreContext context;

  GivenIdTokens(StoreContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "store." + context.name() + "." + KEY;
  }

  @Override
  public String token(String audience, Duration timeout)
      throws StoreException, InterruptedException {
    Secret secret = context
        .secret(KEY)
        .orElseThrow(
            () -> new StoreException(ErrorCode.INVALID_CONFIGURATION, name() + " is not set"));
    return GivenToken.checked(name(), secret.revealBytes(), audience);
  }
}
