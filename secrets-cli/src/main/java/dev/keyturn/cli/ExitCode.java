package dev.keyturn.cli;

import dev.keyturn.model.ErrorCode;
import java.util.Collection;
import java.util.List;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int INTERNAL = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int DENIED = 4;
  static final int UNAVAILABLE = 5;
  static final int MALFORMED = 6;

  private static final List<Integer> GRAVEST_FIRST =
      List.of(DENIED, NOT_FOUND, MALFORMED, UNAVAILABLE, USAGE, INTERNAL);

  private ExitCode() {}

  /** The exit code of one failure. */
  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_REFERENCE, INVALID_CONFIGURATION -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case DENIED, UNAUTHENTICATED -> DENIED;
      case UNAVAILABLE, THROTTLED, TIMEOUT -> UNAVAILABLE;
      case MALFORMED -> MALFORMED;
      case INTERRUPTED, INTERNAL, CLOSED -> INTERNAL;
    };
  }

  /** The exit code of several failures: what a person has to mend comes before what may pass by itself. */
  static int ofAll(Collection<ErrorCode> codes) {
    List<Integer> all = codes.stream().map(ExitCode::of).toList();
    return GRAVEST_FIRST.stream().filter(all::contains).findFirst().orElse(OK);
  }
}
