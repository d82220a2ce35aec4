package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The three calls to Secrets Manager, within a fetch. */
final class SecretsManagerCalls {
  private final SecretsManagerClient client;
  private final AwsCalls calls;
  private final AwsAccounts accounts;
  private final Region region;

  SecretsManagerCalls(
      SecretsManagerClient client, AwsCalls calls, AwsAccounts accounts, Region region) {
    this.client = client;
    this.calls = calls;
    this.accounts = accounts;
    this.region = region;
  }

  StoredSecret get(SecretName name) throws StoreException, InterruptedException {
    GetSecretValueRequest.Builder request = GetSecretValueRequest.builder().secretId(name.id());
    if (name.versionId() == null) {
      // said also where it is the default: a server that forgets to move its default is not
      // followed
      request.versionStage(name.stage());
    } else {
      request.versionId(name.versionId());
    }
    GetSecretValueResponse answer = calls.ask(
        question(AwsOperation.GET_SECRET, name), () -> client.getSecretValue(request.build()));
    accounts.checkAnswer(answer.arn());
    StoredSecret stored = SecretAnswer.stored(
        answer.secretString(), answer.secretBinary(), answer.versionId(), answer.createdDate());
    return name.versionId() == null ? stored : stored.withFixedVersion();
  }

  /** Empty if we may not describe it; a secret that waits for its deletion is missing. */
  Optional<DescribeSecretResponse> describe(SecretName name)
      throws StoreException, InterruptedException {
    DescribeSecretRequest request =
        DescribeSecretRequest.builder().secretId(name.id()).build();
    try {
      DescribeSecretResponse answer = calls.ask(
          question(AwsOperation.DESCRIBE_SECRET, name), () -> client.describeSecret(request));
      accounts.checkAnswer(answer.arn());
      if (answer.deletedDate() != null) {
        throw new StoreException(
            ErrorCode.NOT_FOUND,
            "it is marked for deletion; until its date `aws secretsmanager restore-secret` brings"
                + " it back");
      }
      return Optional.of(answer);
    } catch (StoreException e) {
      if (e.code() == ErrorCode.DENIED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  BatchGetSecretValueResponse getAll(List<SecretName> names)
      throws StoreException, InterruptedException {
    BatchGetSecretValueRequest request = BatchGetSecretValueRequest.builder()
        .secretIdList(names.stream().map(SecretName::id).distinct().toList())
        .build();
    return calls.ask(
        new Question(AwsOperation.BATCH_GET_SECRET, "*", ""),
        () -> client.batchGetSecretValue(request));
  }

  Question question(AwsOperation operation, SecretName name) {
    String arn = name.arn() == null
        ? "arn:"
            + AwsAddress.partition(region)
            + ":secretsmanager:"
            + region.id()
            + ":*:secret:"
            + name.name()
            + "-??????"
        : name.id();
    return new Question(operation, arn, name.stage());
  }
}
