package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What goes wrong between here and Vault. */
final class Faults {
  private Faults() {}

  static StoreException closed() {
    return new StoreException(ErrorCode.CLOSED, "the store has been closed");
  }

  static StoreException overdue() {
    return new StoreException(ErrorCode.TIMEOUT, "Vault gave no answer within the deadline");
  }

  /**
   * Judges what the connection threw.
   *
   * @param trust how to trust a certificate, for the message
   */
  static StoreException of(@Nullable Throwable failure, String trust) {
    if (has(failure, Body.TooLong.class::isInstance)) {
      return new StoreException(
          ErrorCode.MALFORMED, "the answer is longer than any of Vault", failure);
    }
    if (has(failure, HttpTimeoutException.class::isInstance)) {
      return overdue();
    }
    if (has(failure, Faults::isAboutCertificate)) {
      return new StoreException(
              ErrorCode.UNAVAILABLE,
              "the server's certificate is not accepted: untrusted, expired or for another host; "
                  + trust,
              failure)
          .notRetryable();
    }
    if (has(failure, Faults::isUnreachable)) {
      return new StoreException(ErrorCode.UNAVAILABLE, "Vault cannot be reached", failure);
    }
    return new StoreException(ErrorCode.UNAVAILABLE, "the connection to Vault broke", failure);
  }

  private static boolean isAboutCertificate(Throwable failure) {
    return failure instanceof CertificateException
        || failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException;
  }

  private static boolean isUnreachable(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof UnresolvedAddressException;
  }

  private static boolean has(@Nullable Throwable failure, Predicate<Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.test(cause)) {
        return true;
      }
    }
    return false;
  }
}
