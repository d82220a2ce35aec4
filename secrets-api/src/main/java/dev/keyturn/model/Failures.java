package dev.keyturn.model;

import java.util.List;
import java.util.stream.Collectors;

/** Several failures as one: the gravest code leads, every message is kept. */
final class Failures {
  private static final List<ErrorCode> FIRST = List.of(
      ErrorCode.DENIED, ErrorCode.UNAUTHENTICATED, ErrorCode.NOT_FOUND, ErrorCode.MALFORMED);

  private Failures() {}

  static SecretsException combine(List<SecretsException> failures) {
    if (failures.isEmpty()) {
      throw new IllegalArgumentException("no failure to combine");
    }
    SecretsException gravest = failures.get(0);
    for (SecretsException failure : failures) {
      if (rank(failure) < rank(gravest)) {
        gravest = failure;
      }
    }
    boolean retryable = failures.stream().allMatch(SecretsException::isRetryable);
    return SecretsException.combined(gravest, message(failures), retryable, failures);
  }

  private static int rank(SecretsException failure) {
    int rank = FIRST.indexOf(failure.code());
    return rank < 0 ? FIRST.size() : rank;
  }

  private static String message(List<SecretsException> failures) {
    if (failures.size() == 1) {
      return String.valueOf(failures.get(0).getMessage());
    }
    return failures.stream()
        .map(Throwable::getMessage)
        .collect(Collectors.joining("; ", failures.size() + " secrets failed: ", ""));
  }
}
