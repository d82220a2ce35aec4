package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What went wrong between here and the service, unchecked so that the SDK lets it pass. */
final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How a call is ended on this side. */
  enum Kind {
    CLOSED(ErrorCode.UNAVAILABLE, "the store has been closed"),
    REDIRECT(ErrorCode.UNAVAILABLE, "the service redirects, which is refused"),
    TOO_LONG(ErrorCode.MALFORMED, "the answer is longer than any of this service"),
    GARBLED(ErrorCode.MALFORMED, "the answer is not one of Azure; is a proxy in between?");

    private final ErrorCode code;
    private final String text;

    Kind(ErrorCode code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  HttpFault(Kind kind) {
    this(new StoreException(kind.code, kind.text).notRetryable());
  }

  HttpFault(StoreException said) {
    super(said);
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

  /** {@return what a person is told} */
  StoreException said() {
    return (StoreException) Objects.requireNonNull(getCause());
  }
}
