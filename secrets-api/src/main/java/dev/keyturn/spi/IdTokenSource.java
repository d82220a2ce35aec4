package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import java.time.Duration;

/**
 * Gives out the identity of the job that this process runs in, as a signed token (a JWT) for one
 * audience. A store exchanges it for a credential of its service, so that no long-lived key is needed.
 * The engine finds the source; a store asks it anew at each exchange and never keeps a token, because
 * some live only minutes. Safe for use by many threads.
 */
public interface IdTokenSource {
  /** {@return what gives out the token, for messages: a CI system, a variable, a key} */
  String name();

  /**
   * Asks for a token. Blocks.
   *
   * @param audience whom the token is for, as the service that will check it expects; not empty
   * @param timeout what is left of the deadline; more than zero
   * @return a token for this audience; a secret until it ends
   * @throws StoreException {@link ErrorCode#UNAUTHENTICATED} if there is none to be had, the message
   *     names the permission or setting that is missing; {@link ErrorCode#UNAVAILABLE}, {@link
   *     ErrorCode#THROTTLED} or {@link ErrorCode#TIMEOUT} if the CI system did not answer; {@link
   *     ErrorCode#MALFORMED} if it gave no token; {@link ErrorCode#INVALID_CONFIGURATION} if its
   *     address is not allowed
   * @throws InterruptedException if the thread is interrupted
   */
  String token(String audience, Duration timeout) throws StoreException, InterruptedException;

  /**
   * Shows what a token claims, for the error of a service that refuses it.
   *
   * @param token a token
   * @return issuer, subject, audience and expiry as far as it has them; never the token or a part of
   *     its signature
   */
  static String claims(String token) {
    return TokenClaims.of(token).toString();
  }

  /**
   * Looks whether a token is meant for an audience. A token that is given, not asked for, has to pass
   * this before it is sent: whoever receives a token can use it where it is meant for.
   *
   * @param token a token
   * @param audience the audience
   * @return true if the token can be read and names the audience
   */
  static boolean isMeantFor(String token, String audience) {
    return TokenClaims.of(token).audiences().contains(audience);
  }
}
