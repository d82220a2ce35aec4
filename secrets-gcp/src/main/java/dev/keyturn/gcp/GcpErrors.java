package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import java.util.Map;

/** The one table from the service's errors to ours. */
final class GcpErrors {
  private static final Map<String, ErrorCode> TABLE = Map.ofEntries(
      Map.entry("NOT_FOUND", ErrorCode.NOT_FOUND),
      Map.entry("FAILED_PRECONDITION", ErrorCode.NOT_FOUND),
      Map.entry("PERMISSION_DENIED", ErrorCode.DENIED),
      Map.entry("UNAUTHENTICATED", ErrorCode.UNAUTHENTICATED),
      Map.entry("RESOURCE_EXHAUSTED", ErrorCode.THROTTLED),
      Map.entry("UNAVAILABLE", ErrorCode.UNAVAILABLE),
      Map.entry("INTERNAL", ErrorCode.UNAVAILABLE),
      Map.entry("ABORTED", ErrorCode.UNAVAILABLE),
      Map.entry("CANCELLED", ErrorCode.UNAVAILABLE),
      Map.entry("UNKNOWN", ErrorCode.UNAVAILABLE),
      Map.entry("DATA_LOSS", ErrorCode.UNAVAILABLE),
      Map.entry("DEADLINE_EXCEEDED", ErrorCode.TIMEOUT),
      Map.entry("INVALID_ARGUMENT", ErrorCode.INVALID_REFERENCE),
      Map.entry("OUT_OF_RANGE", ErrorCode.INVALID_REFERENCE),
      Map.entry("UNIMPLEMENTED", ErrorCode.INVALID_CONFIGURATION));

  private GcpErrors() {}

  static ErrorCode code(ServiceError error) {
    String name = error.name();
    ErrorCode code = name == null ? null : TABLE.get(name);
    if (code == null) {
      return ofStatus(error.http());
    }
    if (error.isNamed("FAILED_PRECONDITION") && error.isAboutKey()) {
      return ErrorCode.DENIED;
    }
    return code;
  }

  /** An answer that is not the service's own. */
  private static ErrorCode ofStatus(int http) {
    if (http == 429) {
      return ErrorCode.THROTTLED;
    }
    return http >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.MALFORMED;
  }
}
