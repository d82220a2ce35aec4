package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The SDK's own chain, or the one profile that the store names. The chain says a page about everything
 * it tried; what a person has to do is said here instead.
 */
final class ChainCredentials implements AwsCredentialsProvider, AutoCloseable {
  private final AwsCredentialsProvider chain;
  private final AwsProfile profile;
  private final Map<String, String> environment;

  ChainCredentials(AwsProfile profile, Map<String, String> environment) {
    this.profile = profile;
    this.environment = environment;
    ProfileFile file = profile.fileForCredentials();
    this.chain = profile.isConfigured()
        ? ProfileCredentialsProvider.builder()
            .profileFile(() -> file)
            .profileName(profile.name())
            .build()
        : DefaultCredentialsProvider.builder()
            .profileFile(() -> file)
            .profileName(profile.name())
            .build();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (AbortedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new LoginFailed(failure(e));
    }
  }

  /** The chain of many keeps none of the failures within it, so there all is one; a profile does. */
  private StoreException failure(RuntimeException e) {
    return Interruption.of(e)
        .map(code -> new StoreException(code, interrupted(code), e))
        .orElseGet(() -> new StoreException(ErrorCode.UNAUTHENTICATED, advice(), e));
  }

  private String interrupted(ErrorCode code) {
    return "the login of the AWS profile "
        + profile.name()
        + (code == ErrorCode.THROTTLED
            ? " was refused for now: AWS asks for fewer calls"
            : " did not come to its end: AWS cannot be reached, or is out of order");
  }

  String advice() {
    if (profile.isSso()) {
      return "the AWS profile "
          + profile.name()
          + " is not logged in: aws sso login --profile "
          + profile.name();
    }
    if (profile.property("credential_process").isPresent()) {
      return "the credential_process of the AWS profile " + profile.name() + " gave no credentials";
    }
    if (profile.isConfigured()) {
      return "the AWS profile " + profile.name() + " gave no credentials";
    }
    return "no AWS credentials in the environment, in the profile "
        + profile.name()
        + ", from a container or an instance"
        + hint();
  }

  private String hint() {
    if (environment.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE")) {
      return "; the token of AWS_WEB_IDENTITY_TOKEN_FILE was not accepted for AWS_ROLE_ARN";
    }
    if ("true".equals(environment.get("CI"))) {
      return "; in a CI job set auth=ci and role-arn";
    }
    return isContainer()
        ? "; a container reaches its instance's role only if the metadata's hop limit is 2 or more"
        : "";
  }

  private boolean isContainer() {
    return environment.containsKey("KUBERNETES_SERVICE_HOST")
        || Files.exists(Path.of("/.dockerenv"))
        || Files.exists(Path.of("/run/.containerenv"));
  }

  @Override
  public void close() {
    if (chain instanceof AutoCloseable closeable) {
      closeQuietly(closeable);
    }
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // nothing is left to be done with it
    }
  }
}
