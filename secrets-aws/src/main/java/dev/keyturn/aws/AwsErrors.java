package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one table from the services' error codes to ours. The HTTP status is no guide: throttling, a
 * denial, a missing secret and an expired token are all 400.
 */
final class AwsErrors {
  private static final Map<String, ErrorCode> TABLE = new HashMap<>();

  static {
    put(
        ErrorCode.NOT_FOUND,
        "ResourceNotFoundException ParameterNotFound ParameterVersionNotFound"
            + " ParameterVersionLabelNotFound");
    put(
        ErrorCode.DENIED,
        "AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorized OptInRequired"
            + " SubscriptionRequiredException DecryptionFailure DecryptionFailureException"
            + " InvalidKeyId KMSAccessDeniedException KMSDisabledException KMSInvalidStateException"
            + " KMSInvalidKeyUsageException KMSNotFoundException KMSOptInRequired");
    put(
        ErrorCode.UNAUTHENTICATED,
        "UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId ExpiredToken"
            + " ExpiredTokenException TokenRefreshRequired InvalidSignatureException"
            + " SignatureDoesNotMatch IncompleteSignature IncompleteSignatureException"
            + " MissingAuthenticationToken MissingAuthenticationTokenException RequestExpired"
            + " RequestTimeTooSkewed AuthFailure InvalidIdentityToken InvalidIdentityTokenException"
            + " IDPRejectedClaim IDPRejectedClaimException");
    put(
        ErrorCode.THROTTLED,
        "Throttling ThrottlingException ThrottledException RequestThrottled"
            + " RequestThrottledException TooManyRequestsException RequestLimitExceeded"
            + " LimitExceededException BandwidthLimitExceeded SlowDown PriorRequestNotComplete"
            + " ProvisionedThroughputExceededException KMSThrottlingException");
    put(
        ErrorCode.UNAVAILABLE,
        "InternalServiceError InternalServiceErrorException InternalServerError"
            + " InternalServerException InternalFailure InternalError ServiceUnavailable"
            + " ServiceUnavailableException IDPCommunicationError IDPCommunicationErrorException"
            + " KMSInternalException RequestAbortedException InvalidNextToken"
            + " InvalidNextTokenException");
    put(ErrorCode.TIMEOUT, "RequestTimeout RequestTimeoutException");
    put(
        ErrorCode.INVALID_REFERENCE,
        "InvalidParameterException InvalidParameterValue InvalidRequestException"
            + " ValidationException ValidationError InvalidFilterKey InvalidFilterOption"
            + " InvalidFilterValue");
    put(
        ErrorCode.INVALID_CONFIGURATION,
        "RegionDisabledException UnknownOperationException InvalidAction MalformedPolicyDocument"
            + " MalformedPolicyDocumentException PackedPolicyTooLarge"
            + " PackedPolicyTooLargeException MalformedHttpRequestException"
            + " RequestEntityTooLargeException MalformedQueryString MissingAction MissingParameter"
            + " InvalidQueryParameter InvalidParameterCombination");
  }

  private AwsErrors() {}

  private static void put(ErrorCode code, String names) {
    for (String name : names.split(" ")) {
      TABLE.put(name, code);
    }
  }

  /**
   * Reads an error.
   *
   * @param name the service's error code, null or unknown where the answer is not the service's own
   */
  static ErrorCode code(@Nullable String name, int status) {
    ErrorCode code = name == null ? null : TABLE.get(name);
    if (code != null) {
      return code;
    }
    if (status == 429) {
      return ErrorCode.THROTTLED;
    }
    return status >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.MALFORMED;
  }

  static boolean isKnown(@Nullable String name) {
    return name != null && TABLE.containsKey(name);
  }
}
