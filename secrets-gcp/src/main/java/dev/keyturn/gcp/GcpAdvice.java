package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;

/** What failed and what to do about it, in words. */
final class GcpAdvice {
  private GcpAdvice() {}

  static String text(ErrorCode code, ServiceError error, String secret, SecretName name) {
    return switch (code) {
      case NOT_FOUND -> missing(error, secret, name);
      case DENIED -> denied(error, secret);
      case THROTTLED -> "Secret Manager asks for fewer calls (" + error + ")";
      case UNAVAILABLE, TIMEOUT -> "Secret Manager is out of order (" + error + ")";
      case INVALID_REFERENCE -> "Secret Manager cannot have such a name or version (" + error + ")";
      case INVALID_CONFIGURATION ->
        "the endpoint does not know the call (" + error + "); is it one of Secret Manager?";
      default ->
        "the answer is not one of Secret Manager (" + error
            + "); is a proxy or another service in between?";
    };
  }

  private static String missing(ServiceError error, String secret, SecretName name) {
    String version = "version " + name.version() + " of " + secret;
    String newest = name.version().equals(SecretName.LATEST)
        ? "; `latest` is the newest version, whatever its state: add a version, or name one"
        : "";
    if (error.says("disabled state")) {
      return version + " is disabled; `gcloud secrets versions enable` brings it back" + newest;
    }
    if (error.says("destroyed state")) {
      return version + " is destroyed, for good" + newest;
    }
    if (error.isNamed("FAILED_PRECONDITION")) {
      return version + " cannot be read in its present state (" + error + ")";
    }
    return "there is no " + secret + ", or it has no version " + name.version()
        + "; is it in another project or location?";
  }

  private static String denied(ServiceError error, String secret) {
    if (error.hasReason("SERVICE_DISABLED")) {
      return "the Secret Manager API is not enabled in the project:"
          + " gcloud services enable secretmanager.googleapis.com";
    }
    if (error.isAboutKey()) {
      return "it cannot be decrypted: its Cloud KMS key is disabled or destroyed, or the service"
          + " agent of Secret Manager may not use it (" + error + ")";
    }
    return "needs roles/secretmanager.secretAccessor on " + secret
        + "; or the secret does not exist: the service does not tell the two apart";
  }
}
