package dev.keyturn.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns what the SDK throws into the one vocabulary. No message of the SDK or a service is kept. */
final class AzureFailures {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final int UNAUTHORIZED = 401;

  private final String vault;
  private final AzureAdvice advice;

  /** Speaks of the vault at an address. */
  AzureFailures(String vault) {
    this.vault = vault;
    this.advice = new AzureAdvice(vault);
  }

  StoreException of(RuntimeException failure, SecretName name, Deadline deadline, Instant now)
      throws InterruptedException {
    StoreException login = LoginFailed.among(failure);
    if (login != null) {
      return login;
    }
    HttpFault fault = HttpFault.among(failure);
    if (fault != null) {
      return fault.said();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer && answer.getResponse() != null) {
        return withPause(ofAnswer(answer, name), deadline, now);
      }
    }
    return ofSdk(failure, deadline);
  }

  private StoreException ofAnswer(HttpResponseException answer, SecretName name) {
    HttpResponse response = answer.getResponse();
    ServiceError error = VaultAnswers.error(
        response.getStatusCode(), response.getBodyAsBinaryData().toBytes());
    ErrorCode code = AzureErrors.code(error);
    return new StoreException(code, advice.text(code, error, name), answer);
  }

  /** Adds how long the service asked to be left alone: seconds, or the time of day when it is over. */
  static StoreException withPause(StoreException failure, Deadline deadline, Instant now) {
    return deadline
        .header(HttpHeaderName.RETRY_AFTER)
        .filter(header -> failure.isRetryable())
        .flatMap(header -> pause(header, now))
        .map(failure::withRetryAfter)
        .orElse(failure);
  }

  private static Optional<Duration> pause(String header, Instant now) {
    Optional<Duration> pause = SECONDS.matcher(header).matches()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
        : HttpDate.parse(header).map(end -> Duration.between(now, end));
    return pause.map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** The SDK refused: the challenge names another host's resource, or an answer is not what it expects. */
  private StoreException ofSdk(RuntimeException failure, Deadline deadline) {
    if (deadline.status() == UNAUTHORIZED) {
      return new StoreException(
          ErrorCode.UNAUTHENTICATED,
          vault + " asks for a token that is for another host, and got none; is vault-url right?",
          failure);
    }
    return deadline.isAnswered()
        ? new StoreException(
            ErrorCode.MALFORMED,
            vault + ": the answer is not one of Key Vault; is a proxy in between?",
            failure)
        : new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            "the Azure SDK does not send this call with the settings it has",
            failure);
  }
}
