package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What went wrong between here and a service. */
final class HttpFault extends IOException {
  private static final long serialVersionUID = 1L;

  /** See {@link #kind()}. */
  private final Kind kind;

  /** How a call fails without an answer that could be read. */
  enum Kind {
    OVERDUE(ErrorCode.TIMEOUT, true, "no answer within the deadline"),
    CLOSED(ErrorCode.UNAVAILABLE, false, "the store has been closed"),
    UNREACHABLE(ErrorCode.UNAVAILABLE, true, "it cannot be reached"),
    BROKEN(ErrorCode.UNAVAILABLE, true, "the connection broke"),
    CERTIFICATE(
        ErrorCode.UNAVAILABLE,
        false,
        "its certificate is not accepted: untrusted, expired or for another host; behind a proxy"
            + " that has one of its own, set ca-cert"),
    REDIRECT(ErrorCode.UNAVAILABLE, false, "it redirects, which is refused"),
    TOO_LONG(ErrorCode.MALFORMED, false, "its answer is longer than any of this service"),
    BUSY(ErrorCode.THROTTLED, true, "it asks for fewer calls"),
    OUT_OF_ORDER(ErrorCode.UNAVAILABLE, true, "it is out of order");

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

  /** Judges what the connection threw. */
  static HttpFault of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpFault fault) {
        return fault;
      }
      Kind kind = kind(cause);
      if (kind != Kind.BROKEN) {
        return new HttpFault(kind, failure);
      }
    }
    return new HttpFault(Kind.BROKEN, failure);
  }

  private static Kind kind(Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return Kind.OVERDUE;
    }
    if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
      return Kind.CERTIFICATE;
    }
    boolean unreachable = cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
    return unreachable ? Kind.UNREACHABLE : Kind.BROKEN;
  }

  Kind kind() {
    return kind;
  }
}
