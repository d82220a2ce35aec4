package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one table from the vault's error codes to ours. Every refusal is a 403 with the code Forbidden; its
 * inner code tells a secret that is disabled from a right that is missing.
 */
final class AzureErrors {
  private static final Map<String, ErrorCode> TABLE = new HashMap<>();

  static {
    put(
        ErrorCode.NOT_FOUND,
        "SecretNotFound SecretDisabled SecretNotYetValid SecretExpired ObjectIsBeingDeleted"
            + " ObjectIsDeletedButRecoverable");
    put(
        ErrorCode.DENIED,
        "Forbidden AccessDenied ForbiddenByRbac ForbiddenByPolicy ForbiddenByFirewall"
            + " ForbiddenByConnection");
    put(ErrorCode.UNAUTHENTICATED, "Unauthorized");
    put(ErrorCode.THROTTLED, "Throttled TooManyRequests");
    put(
        ErrorCode.UNAVAILABLE,
        "InternalServerError InternalError ServiceUnavailable ObjectIsBeingRecovered");
    put(ErrorCode.TIMEOUT, "RequestTimeout GatewayTimeout");
    put(ErrorCode.INVALID_REFERENCE, "BadParameter");
    put(ErrorCode.INVALID_CONFIGURATION, "MethodNotAllowed VaultNotFound");
  }

  private AzureErrors() {}

  private static void put(ErrorCode code, String names) {
    for (String name : names.split(" ")) {
      TABLE.put(name, code);
    }
  }

  /** Reads an error: by its inner code, its code, or where the answer is not the vault's by its status. */
  static ErrorCode code(ServiceError error) {
    ErrorCode code = known(error.inner());
    if (code == null) {
      code = known(error.name());
    }
    if (code != null) {
      return code;
    }
    if (error.status() == 401) {
      return ErrorCode.UNAUTHENTICATED; // its body has been empty at times
    }
    if (error.status() == 429) {
      return ErrorCode.THROTTLED;
    }
    return error.status() >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.MALFORMED;
  }

  private static @Nullable ErrorCode known(@Nullable String name) {
    return name == null ? null : TABLE.get(name);
  }
}
