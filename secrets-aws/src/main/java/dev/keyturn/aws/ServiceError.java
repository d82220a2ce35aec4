package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The error that a service answered. Its own text only decides, and is never shown; what is shown of
 * it has to have the form of what it is.
 */
final class ServiceError {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.]{0,79}");
  private static final Pattern PRINCIPAL =
      Pattern.compile("User: (arn:aws[a-z-]*:(?:sts|iam)::[0-9]{12}:[\\w+=,.@/-]{1,256}) ");
  private static final Pattern PERMISSION =
      Pattern.compile("authorized to perform: ([a-z0-9-]{1,40}:[A-Za-z]{1,60}) ");

  private final @Nullable String name;
  private final int status;
  private final String text;

  private ServiceError(@Nullable String name, int status, String text) {
    this.name = name;
    this.status = status;
    this.text = text;
  }

  static ServiceError of(@Nullable String name, @Nullable String text, int status) {
    boolean wellFormed = name != null && NAME.matcher(name).matches();
    return new ServiceError(wellFormed ? name : null, status, text == null ? "" : text);
  }

  static ServiceError none(int status) {
    return new ServiceError(null, status, "");
  }

  ErrorCode code(AwsOperation operation) {
    ErrorCode code = AwsErrors.code(name, status);
    if (operation.isLogin()) {
      return switch (code) {
        case DENIED -> ErrorCode.UNAUTHENTICATED;
        case INVALID_REFERENCE -> ErrorCode.INVALID_CONFIGURATION;
        default -> code;
      };
    }
    return code == ErrorCode.INVALID_REFERENCE && isDeleted() ? ErrorCode.NOT_FOUND : code;
  }

  boolean isDeleted() {
    return "InvalidRequestException".equals(name) && says("deletion", "deleted");
  }

  /** Whether decrypting failed and not reading. */
  boolean isAboutKey() {
    return name != null
        && (name.startsWith("KMS")
            || name.startsWith("DecryptionFailure")
            || name.equals("InvalidKeyId")
            || (says("kms") && !says("secretsmanager:", "ssm:")));
  }

  boolean isAboutVersion() {
    return "ParameterVersionNotFound".equals(name)
        || "ParameterVersionLabelNotFound".equals(name)
        || says("staging label", "versionid", "version id");
  }

  boolean isAboutExpiry() {
    return name != null && (name.startsWith("Expired") || name.startsWith("TokenRefresh"));
  }

  boolean isAboutAccess() {
    return name != null && name.startsWith("AccessDenied");
  }

  /** Signed for a region that the endpoint does not serve. */
  boolean isAboutRegion() {
    return isAboutSignature() && says("valid region");
  }

  boolean isAboutSignature() {
    return name != null && (name.contains("Signature") || name.startsWith("Request"));
  }

  private boolean says(String... words) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Who was refused. */
  Optional<String> principal() {
    return find(PRINCIPAL);
  }

  /** What was refused, where the service says so. */
  Optional<String> permission() {
    return find(PERMISSION);
  }

  private Optional<String> find(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** {@return the service's code, or the status of an answer that has none} */
  @Override
  public String toString() {
    return name == null ? "status " + status : name;
  }
}
