package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Tells a login that was interrupted on the way from one that was refused. */
final class Interruption {
  private static final int TOO_MANY = 429;
  private static final int OUT_OF_ORDER = 500;

  private Interruption() {}

  /** Looks through the causes; empty if the login itself is the matter. */
  static Optional<ErrorCode> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SdkServiceException answer) {
        return ofAnswer(answer);
      }
      if (isOfTheNetwork(cause)) {
        return Optional.of(ErrorCode.UNAVAILABLE);
      }
    }
    return Optional.empty();
  }

  private static Optional<ErrorCode> ofAnswer(SdkServiceException answer) {
    if (answer.statusCode() == TOO_MANY || answer.isThrottlingException()) {
      return Optional.of(ErrorCode.THROTTLED);
    }
    return answer.statusCode() >= OUT_OF_ORDER
        ? Optional.of(ErrorCode.UNAVAILABLE)
        : Optional.empty();
  }

  /** Other failures of I/O are about files: a session that was never stored, a command not there. */
  private static boolean isOfTheNetwork(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof InterruptedIOException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException;
  }
}
