package dev.keyturn.aws;

import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Takes on a role, for an ID token or for credentials of another identity. */
final class RoleExchange {
  private static final Duration USUAL = Duration.ofHours(1);

  private final StsClient sts;
  private final TimeSource time;
  private final String role;
  private final String sessionName;
  private final Optional<Duration> duration;

  RoleExchange(StsClient sts, TimeSource time, String role, AwsSettings settings)
      throws StoreException {
    this.sts = sts;
    this.time = time;
    this.role = role;
    this.sessionName = settings.sessionName();
    this.duration = settings.duration();
  }

  /** Asks for a token at each exchange: that of a CI job lives for minutes. */
  RoleCredentials.Session withToken(IdTokenSource tokens, String audience)
      throws StoreException, InterruptedException {
    String token = tokens.token(audience, Deadline.current().left());
    long start = time.nanos();
    AssumeRoleWithWebIdentityRequest.Builder request = AssumeRoleWithWebIdentityRequest.builder()
        .roleArn(role)
        .roleSessionName(sessionName)
        .webIdentityToken(token);
    duration.ifPresent(wanted -> request.durationSeconds((int) wanted.toSeconds()));
    try {
      AssumeRoleWithWebIdentityResponse answer = sts.assumeRoleWithWebIdentity(request.build());
      return session(answer.credentials(), answer.sdkHttpResponse(), start);
    } catch (RuntimeException e) {
      throw withClaims(failure(e, AwsOperation.ASSUME_ROLE_WITH_WEB_IDENTITY), tokens, token);
    }
  }

  RoleCredentials.Session withCredentials(AwsCredentialsProvider base, Optional<String> externalId)
      throws StoreException, InterruptedException {
    long start = time.nanos();
    AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
        .roleArn(role)
        .roleSessionName(sessionName)
        .overrideConfiguration(call -> call.credentialsProvider(base));
    externalId.ifPresent(request::externalId);
    duration.ifPresent(wanted -> request.durationSeconds((int) wanted.toSeconds()));
    try {
      AssumeRoleResponse answer = sts.assumeRole(request.build());
      return session(answer.credentials(), answer.sdkHttpResponse(), start);
    } catch (RuntimeException e) {
      throw failure(e, AwsOperation.ASSUME_ROLE);
    }
  }

  private StoreException failure(RuntimeException failure, AwsOperation operation)
      throws InterruptedException {
    return AwsFailures.of(failure, new Question(operation, role, ""), time.instant());
  }

  /** The claims are what a trust policy is about; the token itself stays out. */
  private static StoreException withClaims(
      StoreException failure, IdTokenSource tokens, String token) {
    if (failure.isRetryable()) {
      return failure;
    }
    return new StoreException(
            failure.code(),
            failure.getMessage()
                + "; the token of "
                + tokens.name()
                + " claims: "
                + IdTokenSource.claims(token),
            failure)
        .notRetryable();
  }

  private RoleCredentials.Session session(Credentials made, SdkHttpResponse head, long start) {
    AwsSessionCredentials credentials = AwsSessionCredentials.create(
        made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
    return new RoleCredentials.Session(credentials, start, lifetime(made.expiration(), head));
  }

  /** By the service's own clock and by ours, whichever is more careful: either may be off. */
  private Duration lifetime(Instant end, SdkHttpResponse head) {
    return Stream.of(HttpDate.of(head), Optional.of(time.instant()))
        .flatMap(Optional::stream)
        .map(now -> Duration.between(now, end))
        .filter(lifetime -> lifetime.compareTo(Duration.ZERO) > 0)
        .min(Comparator.naturalOrder())
        .orElse(duration.orElse(USUAL));
  }
}
