package dev.keyturn.testkit.internal.vault;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a caller shows of itself.
 *
 * @param token the token, good or not; null if none
 * @param certificate the certificate of the connection; null if none
 */
record Shown(@Nullable String token, @Nullable X509Certificate certificate) {
  static final Shown NOTHING = new Shown(null, null);

  @Override
  public String toString() {
    return "Shown";
  }
}
