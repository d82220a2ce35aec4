package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What went wrong between here and the service; the SDK itself would not tell it apart. */
final class HttpFault extends IOException {
  private static final long serialVersionUID = 1L;

  /** How a call is ended on this side. */
  enum Kind {
    OVERDUE(ErrorCode.TIMEOUT, "no answer within the deadline"),
    CLOSED(ErrorCode.UNAVAILABLE, "the store has been closed"),
    REDIRECT(ErrorCode.UNAVAILABLE, "it redirects, which is refused"),
    TOO_LONG(ErrorCode.MALFORMED, "its answer is longer than any of this service"),
    MALFORMED(ErrorCode.MALFORMED, "the answer is not well-formed; is a proxy in between?"),
    GARBLED(ErrorCode.MALFORMED, "its answer is not what its headers say");

    private final ErrorCode code;
    private final String text;

    Kind(ErrorCode code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  HttpFault(Kind kind, @Nullable Throwable cause) {
    this(new StoreException(kind.code, kind.text, cause).notRetryable());
  }

  HttpFault(StoreException said) {
    super(said);
  }

  /** {@return what a person is told} */
  StoreException said() {
    return (StoreException) Objects.requireNonNull(getCause());
  }
}
