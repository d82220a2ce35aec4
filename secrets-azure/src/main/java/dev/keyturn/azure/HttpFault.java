package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What went wrong between here and the service, unchecked so that the SDK lets it pass. */
final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** See {@link #kind()}. */
  private final Kind kind;

  /** How a call fails before there is an answer of the service. */
  enum Kind {
    OVERDUE(ErrorCode.TIMEOUT, true, "no answer within the deadline"),
    CLOSED(ErrorCode.UNAVAILABLE, false, "the store has been closed"),
    UNREACHABLE(ErrorCode.UNAVAILABLE, true, "it cannot be reached"),
    BROKEN(ErrorCode.UNAVAILABLE, true, "the connection broke"),
    CERTIFICATE(
        ErrorCode.UNAVAILABLE,
        false,
        "its certificate is not accepted: untrusted, expired or for another host"),
    REDIRECT(ErrorCode.UNAVAILABLE, false, "it redirects, which is refused"),
    TOO_LONG(ErrorCode.MALFORMED, false, "its answer is longer than any of this service"),
    GARBLED(ErrorCode.MALFORMED, false, "its answer is not well-formed; is a proxy in between?");

    final ErrorCode code;
    final boolean retryable;
    final String text;

    Kind(ErrorCode code, boolean retryable, String text) {
      this.code = code;
      this.retryable = retryable;
      this.text = text;
    }
  }

  HttpFault(Kind kind, @Nullable Throwable cause) {
    super(kind.text, cause);
    this.kind = kind;
  }

  /** Finds one among the causes. */
  static @Nullable HttpFault among(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpFault fault) {
        return fault;
      }
    }
    return null;
  }

  /** Judges what the connection threw. */
  static HttpFault of(Throwable failure) {
    HttpFault known = among(failure);
    if (known != null) {
      return known;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Kind kind = kind(cause);
      if (kind != Kind.BROKEN) {
        return new HttpFault(kind, failure);
      }
    }
    return new HttpFault(Kind.BROKEN, failure);
  }

  private static Kind kind(Throwable cause) {
    if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
      return Kind.CERTIFICATE;
    }
    if (cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof UnresolvedAddressException
        || cause instanceof NoRouteToHostException) {
      return Kind.UNREACHABLE;
    }
    return Kind.BROKEN;
  }

  Kind kind() {
    return kind;
  }
}
