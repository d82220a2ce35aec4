package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsErrorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // GetSecretValue, BatchGetSecretValue, DescribeSecret
        "DecryptionFailure",
        "InternalServiceError",
        "InvalidParameterException",
        "InvalidRequestException",
        "ResourceNotFoundException",
        "InvalidNextTokenException",
        // GetParameter, GetParameters, GetParametersByPath
        "InternalServerError",
        "InvalidKeyId",
        "ParameterNotFound",
        "ParameterVersionNotFound",
        "InvalidFilterKey",
        "InvalidFilterOption",
        "InvalidFilterValue",
        "InvalidNextToken",
        // AssumeRole, AssumeRoleWithWebIdentity
        "ExpiredTokenException",
        "IDPCommunicationError",
        "IDPRejectedClaim",
        "InvalidIdentityToken",
        "MalformedPolicyDocument",
        "PackedPolicyTooLarge",
        "RegionDisabledException",
        // common to all
        "AccessDeniedException",
        "ExpiredToken",
        "IncompleteSignature",
        "InternalFailure",
        "InvalidAction",
        "InvalidClientTokenId",
        "InvalidParameterCombination",
        "InvalidQueryParameter",
        "MalformedHttpRequestException",
        "MalformedQueryString",
        "MissingAction",
        "MissingParameter",
        "MissingAuthenticationToken",
        "NotAuthorized",
        "OptInRequired",
        "RequestAbortedException",
        "RequestEntityTooLargeException",
        "RequestExpired",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "ThrottlingException",
        "UnrecognizedClientException",
        "ValidationError",
        "ValidationException"
      })
  void knowsEveryDocumentedError(String name) {
    assertThat(AwsErrors.isKnown(name)).isTrue();
    // whatever the status: throttling and expired tokens are 400, some servers answer 404
    assertThat(AwsErrors.code(name, 404)).isEqualTo(AwsErrors.code(name, 500));
  }

  @Test
  void goesByTheStatusOnlyWhereThereIsNoKnownName() {
    assertThat(AwsErrors.code(null, 503)).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(AwsErrors.code("Odd", 500)).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(AwsErrors.code(null, 429)).isEqualTo(ErrorCode.THROTTLED);
    assertThat(AwsErrors.code(null, 403)).isEqualTo(ErrorCode.MALFORMED);
  }
}
