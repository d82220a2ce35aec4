package dev.keyturn.testkit.internal.vault;

import java.time.Instant;

/** When a token holds, with what is granted for clocks that differ. */
final class JwtTimes {
  private static final long SKEW = 60;
  private static final long ASSUMED_LIFE = 150;

  private JwtTimes() {}

  /** Complains, in a word for each way; the complaint begins with a prefix. */
  static void check(Fields claims, Instant now, String prefix, int status) {
    long issued = claims.number("iat", 0);
    long from = claims.number("nbf", 0);
    long until = claims.number("exp", 0);
    if (issued == 0 && from == 0 && until == 0) {
      throw VaultError.of(
          status,
          prefix
              + "no issued at (iat), not before (nbf), or expiration time (exp) claims in token");
    }
    until = until != 0 ? until : Math.max(issued, from) + ASSUMED_LIFE;
    from = from != 0 ? from : issued != 0 ? issued : until - ASSUMED_LIFE;
    long second = now.getEpochSecond();
    if (second >= until + SKEW) {
      throw VaultError.of(status, prefix + "invalid expiration time (exp) claim: token is expired");
    }
    if (second < from - SKEW) {
      throw VaultError.of(status, prefix + "invalid not before (nbf) claim: token not yet valid");
    }
    if (issued != 0 && second < issued - SKEW) {
      throw VaultError.of(
          status, prefix + "invalid issued at (iat) claim: token issued in the future");
    }
  }
}
