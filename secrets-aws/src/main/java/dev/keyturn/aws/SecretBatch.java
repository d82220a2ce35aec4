package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/** Current versions of many secrets, twenty a call; other versions cannot be asked for so. */
final class SecretBatch {
  private static final int SIZE = 20;

  private final SecretsManagerCalls secrets;
  private final AwsAccounts accounts;
  private final AwsCalls calls;

  SecretBatch(SecretsManagerCalls secrets, AwsAccounts accounts, AwsCalls calls) {
    this.secrets = secrets;
    this.accounts = accounts;
    this.calls = calls;
  }

  Map<SecretRef, Result> fetch(List<SecretRef> refs) throws StoreException, InterruptedException {
    Map<SecretRef, SecretName> names = new LinkedHashMap<>();
    Map<SecretRef, Result> results = new HashMap<>();
    StoreException silence = null; // of STS, which is not asked again for each ARN
    for (SecretRef ref : refs) {
      SecretName name = SecretName.of(ref);
      StoreException refusal = refusal(name, silence);
      if (refusal != null) {
        results.put(ref, Result.failed(refusal));
        silence = refusal.code() == ErrorCode.INVALID_REFERENCE ? silence : refusal;
      } else if (name.isCurrent()) {
        names.put(ref, name);
      }
    }
    results.putAll(Chunks.ask(calls.time(), names, SIZE, this::answers));
    return results;
  }

  /** Why an ARN is not asked for; null if it is, as names always are. */
  private @Nullable StoreException refusal(SecretName name, @Nullable StoreException silence)
      throws StoreException, InterruptedException {
    if (name.arn() == null || silence != null) {
      return name.arn() == null ? null : silence;
    }
    try {
      accounts.check(name.arn());
      return null;
    } catch (StoreException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        throw e;
      }
      return e;
    }
  }

  private Map<SecretRef, Result> answers(Map<SecretRef, SecretName> chunk)
      throws StoreException, InterruptedException {
    BatchGetSecretValueResponse answer = secrets.getAll(List.copyOf(chunk.values()));
    Map<SecretRef, Result> results = new HashMap<>();
    for (Map.Entry<SecretRef, SecretName> asked : chunk.entrySet()) {
      result(asked.getValue(), answer).ifPresent(result -> results.put(asked.getKey(), result));
    }
    return results;
  }

  private Optional<Result> result(SecretName name, BatchGetSecretValueResponse answer) {
    for (APIErrorType error : answer.errors()) {
      if (name.id().equals(error.secretId())) {
        return Optional.of(Result.failed(failure(error, name)));
      }
    }
    return answer.secretValues().stream()
        .filter(entry -> isCurrent(entry) && answers(entry, name))
        .findFirst()
        .map(this::result);
  }

  private static boolean answers(SecretValueEntry entry, SecretName name) {
    return entry.arn() != null
        && entry.name() != null
        && name.isAnsweredBy(entry.arn(), entry.name());
  }

  /** An answer that does not say so is not believed; the secret is then read singly, by its stage. */
  private static boolean isCurrent(SecretValueEntry entry) {
    return entry.versionStages().contains(SecretName.CURRENT);
  }

  private Result result(SecretValueEntry entry) {
    try {
      accounts.checkAnswer(entry.arn());
      return Result.of(SecretAnswer.stored(
          entry.secretString(), entry.secretBinary(), entry.versionId(), entry.createdDate()));
    } catch (StoreException e) {
      return Result.failed(e);
    }
  }

  private StoreException failure(APIErrorType error, SecretName name) {
    return AwsFailures.ofError(
        error.errorCode(), error.message(), secrets.question(AwsOperation.GET_SECRET, name));
  }
}
