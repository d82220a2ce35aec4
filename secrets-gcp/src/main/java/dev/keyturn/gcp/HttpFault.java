package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.util.Objects;

/** A call without an answer that could be read. */
final class HttpFault extends IOException {
  private static final long serialVersionUID = 1L;

  /** How a call is ended on this side. */
  enum Kind {
    CLOSED(ErrorCode.UNAVAILABLE, false, "the store has been closed"),
    REDIRECT(ErrorCode.UNAVAILABLE, false, "it redirects, which is refused"),
    TOO_LONG(ErrorCode.MALFORMED, false, "its answer is longer than any of this service"),
    BUSY(ErrorCode.THROTTLED, true, "it asks for fewer calls"),
    OUT_OF_ORDER(ErrorCode.UNAVAILABLE, true, "it is out of order");

    private final ErrorCode code;
    private final boolean retryable;
    private final String text;

    Kind(ErrorCode code, boolean retryable, String text) {
      this.code = code;
      this.retryable = retryable;
      this.text = text;
    }

    private StoreException said() {
      StoreException said = new StoreException(code, text);
      return retryable ? said : said.notRetryable();
    }
  }

  HttpFault(Kind kind) {
    this(kind.said());
  }

  HttpFault(StoreException said) {
    super(said);
  }

  /** {@return what a person is told} */
  StoreException said() {
    return (StoreException) Objects.requireNonNull(getCause());
  }
}
