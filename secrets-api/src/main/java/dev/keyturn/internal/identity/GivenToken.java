package dev.keyturn.internal.identity;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import java.nio.charset.StandardCharsets;

/** A token that somebody else asked for, so that its audience may be another than ours. */
final class GivenToken {
  private GivenToken() {}

  static String checked(String source, byte[] bytes, String audience) throws StoreException {
    String token = new String(bytes, StandardCharsets.UTF_8).strip();
    if (token.isEmpty()) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED, "the ID token of " + source + " is empty");
    }
    if (!IdTokenSource.isMeantFor(token, audience)) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED,
          "the ID token of "
              + source
              + " is not for the audience "
              + audience
              + " and was not sent; it claims: "
              + IdTokenSource.claims(token));
    }
    return token;
  }
}
