package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;

/** What failed and what to do about it, in words. */
final class AwsAdvice {
  private AwsAdvice() {}

  static String text(ErrorCode code, ServiceError error, Question question) {
    return switch (code) {
      case NOT_FOUND -> missing(error, question);
      case DENIED -> denied(error, question);
      case UNAUTHENTICATED -> unauthenticated(error, question);
      case THROTTLED -> "AWS asks for fewer calls (" + error + ")";
      case UNAVAILABLE, TIMEOUT -> "AWS is out of order (" + error + ")";
      case INVALID_REFERENCE -> "AWS cannot have such a name or version (" + error + ")";
      case INVALID_CONFIGURATION -> misconfigured(error, question);
      default ->
        "the answer is not one of AWS (" + error + "); is a proxy or another service in between?";
    };
  }

  private static String missing(ServiceError error, Question question) {
    if (error.isDeleted()) {
      return "it is marked for deletion; until its date `aws secretsmanager restore-secret` brings"
          + " it back";
    }
    if (error.isAboutVersion()) {
      return "it has no version " + question.version() + " at present";
    }
    boolean usual = question.version().isEmpty() || question.version().equals(SecretName.CURRENT);
    return "there is no "
        + question.resource()
        + (usual ? "" : ", or it has no version " + question.version())
        + "; is it in another region or account?";
  }

  private static String denied(ServiceError error, Question question) {
    String who = error.principal().map(arn -> " for " + arn).orElse("");
    if (error.isAboutKey()) {
      return "it cannot be decrypted: its KMS key is disabled or deleted, or kms:Decrypt on it is"
          + " missing"
          + who
          + " ("
          + error
          + ")";
    }
    return "needs "
        + error.permission().orElse(question.operation().permission)
        + " on "
        + question.resource()
        + who
        + "; a secret that is not there may be denied as well";
  }

  private static String unauthenticated(ServiceError error, Question question) {
    if (error.isAboutRegion()) {
      return "AWS does not accept the signature ("
          + error
          + "): it is for another region than that of the endpoint; check region and endpoint";
    }
    if (error.isAboutSignature()) {
      return "AWS does not accept the signature ("
          + error
          + "): the secret access key is wrong, or this machine's clock is";
    }
    if (isAboutRole(error, question)) {
      return refusedRole(error, question);
    }
    return error.isAboutExpiry()
        ? "the AWS credentials have expired (" + error + "); log in again"
        : "AWS does not know these credentials (" + error + "): deleted, or of another partition";
  }

  /** Whether the role refuses, and not AWS the credentials with which it is asked for. */
  private static boolean isAboutRole(ServiceError error, Question question) {
    return question.operation() == AwsOperation.ASSUME_ROLE_WITH_WEB_IDENTITY
        || (question.operation() == AwsOperation.ASSUME_ROLE && error.isAboutAccess());
  }

  private static String refusedRole(ServiceError error, Question question) {
    return question.operation().permission
        + " on "
        + question.resource()
        + " is refused"
        + error.principal().map(arn -> " for " + arn).orElse("")
        + " ("
        + error
        + "); "
        + (error.isAboutExpiry()
            ? "the ID token has expired, or this machine's clock is wrong"
            : "does the role's trust policy name this identity?");
  }

  private static String misconfigured(ServiceError error, Question question) {
    return question.operation().permission
        + " on "
        + question.resource()
        + " is not possible so ("
        + error
        + "); check region, endpoint, role-arn, session-name and duration";
  }
}
