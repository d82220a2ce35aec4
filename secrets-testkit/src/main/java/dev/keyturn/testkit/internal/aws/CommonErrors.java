package dev.keyturn.testkit.internal.aws;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Errors that a test asks for by their code: what AWS says with them. */
final class CommonErrors {
  /** Those that come from in front of the service; their message is spelled small. */
  private static final Set<String> FRONT = Set.of(
      "ThrottlingException",
      "ExpiredTokenException",
      "IncompleteSignatureException",
      "InvalidSignatureException",
      "MissingAuthenticationTokenException",
      "UnrecognizedClientException",
      "ServiceUnavailableException",
      "ValidationException");

  private static final Map<String, String> TEXTS = Map.ofEntries(
      Map.entry("AccessDenied", "Access denied"),
      Map.entry("AccessDeniedException", "Access denied"),
      Map.entry(
          "DecryptionFailure",
          "Secrets Manager can't decrypt the protected secret text using the provided KMS key."),
      Map.entry("ExpiredToken", "The security token included in the request is expired"),
      Map.entry("ExpiredTokenException", "The security token included in the request is expired"),
      Map.entry("InternalServiceError", "An error occurred on the server side."),
      Map.entry("InternalServerError", "An error occurred on the server side."),
      Map.entry("InvalidKeyId", "The query key ID isn't valid."),
      Map.entry(
          "InvalidSignatureException",
          "Signature expired: the time of the request is more than 5 minutes away."),
      Map.entry("ThrottlingException", "Rate exceeded"),
      Map.entry(
          "UnrecognizedClientException", "The security token included in the request is invalid."));

  private CommonErrors() {}

  static @Nullable String text(String code) {
    return TEXTS.get(code);
  }

  static String messageMember(String code, String ofService) {
    return FRONT.contains(code)
        ? "message"
        : code.equals("AccessDeniedException") ? "Message" : ofService;
  }

  /** The code that usually comes with a status. */
  static String usualWith(int status, String internalError) {
    return switch (status) {
      case 400 -> "ValidationException";
      case 401 -> "UnrecognizedClientException";
      case 403 -> "AccessDeniedException";
      case 404 -> "UnknownOperationException";
      case 429 -> "ThrottlingException";
      case 503 -> "ServiceUnavailableException";
      default -> internalError;
    };
  }
}
