package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Turns what the SDK throws into the one vocabulary. No message of the SDK or a service is kept. */
final class AwsFailures {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private AwsFailures() {}

  static StoreException of(RuntimeException failure, Question question, Instant now)
      throws InterruptedException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LoginFailed login) {
        return login.unpack();
      }
      if (cause instanceof AbortedException || cause instanceof InterruptedException) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      if (cause instanceof HttpFault fault) {
        return ofConnection(fault, question, failure);
      }
      if (cause instanceof SdkServiceException answer) {
        return ofAnswer(answer, question, now);
      }
    }
    return ofSdk(failure, question);
  }

  private static StoreException ofConnection(
      HttpFault fault, Question question, RuntimeException failure) {
    StoreException said = fault.said();
    StoreException exception = new StoreException(
        said.code(), question.operation().permission + ": " + said.getMessage(), failure);
    return said.isRetryable() ? exception : exception.notRetryable();
  }

  private static StoreException ofAnswer(
      SdkServiceException answer, Question question, Instant now) {
    AwsErrorDetails details =
        answer instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    ServiceError error = details == null
        ? ServiceError.none(answer.statusCode())
        : ServiceError.of(details.errorCode(), details.errorMessage(), answer.statusCode());
    ErrorCode code = error.code(question.operation());
    StoreException exception =
        new StoreException(code, AwsAdvice.text(code, error, question), answer);
    return Optional.ofNullable(details)
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .flatMap(header -> pause(header, now))
        .map(exception::withRetryAfter)
        .orElse(exception);
  }

  /** An error that stands in an answer, for one of the things asked. */
  static StoreException ofError(@Nullable String name, @Nullable String text, Question question) {
    ServiceError error = ServiceError.of(name, text, 200);
    ErrorCode code = error.code(question.operation());
    return new StoreException(code, AwsAdvice.text(code, error, question));
  }

  /** Seconds, or the time of day when it is over. */
  private static Optional<Duration> pause(String header, Instant now) {
    Optional<Duration> pause = SECONDS.matcher(header).matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
        : HttpDate.parse(header).map(end -> Duration.between(now, end));
    return pause.map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** Either it could not read an answer, or it refused to ask. */
  private static StoreException ofSdk(RuntimeException failure, Question question) {
    String operation = question.operation().permission;
    return Deadline.current().isAnswered()
        ? new StoreException(
            ErrorCode.MALFORMED,
            operation + ": the answer is not well-formed; is a proxy in between?",
            failure)
        : new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            operation + ": the AWS SDK does not send this call with the settings it has",
            failure);
  }
}
