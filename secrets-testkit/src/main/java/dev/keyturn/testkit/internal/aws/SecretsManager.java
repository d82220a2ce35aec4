package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Secrets Manager as its clients see it. */
final class SecretsManager implements JsonApi {
  private final SecretBook book;
  private final Map<String, Operation> operations;

  SecretsManager(SecretBook book, Predicate<String> mayReadInBatch) {
    this.book = book;
    SecretReads reads = new SecretReads(book, mayReadInBatch);
    SecretWrites writes = new SecretWrites(book);
    SecretLifecycle lifecycle = new SecretLifecycle(book);
    this.operations = Map.ofEntries(
        Map.entry("GetSecretValue", reads::getSecretValue),
        Map.entry("BatchGetSecretValue", reads::batchGetSecretValue),
        Map.entry("DescribeSecret", reads::describeSecret),
        Map.entry("ListSecretVersionIds", reads::listSecretVersionIds),
        Map.entry("CreateSecret", writes::createSecret),
        Map.entry("PutSecretValue", writes::putSecretValue),
        Map.entry("UpdateSecret", writes::updateSecret),
        Map.entry("UpdateSecretVersionStage", lifecycle::updateSecretVersionStage),
        Map.entry("DeleteSecret", lifecycle::deleteSecret),
        Map.entry("RestoreSecret", lifecycle::restoreSecret));
  }

  @Override
  public Object monitor() {
    return book;
  }

  @Override
  public String service() {
    return "secretsmanager";
  }

  @Override
  public Map<String, Operation> operations() {
    return operations;
  }

  @Override
  public List<String> subjects(Input input) {
    if (input.has("SecretIdList")) {
      return input.texts("SecretIdList").stream().map(book::nameOf).toList();
    }
    String id = input.textOrNull(input.has("SecretId") ? "SecretId" : "Name");
    return id == null ? List.of() : List.of(book.nameOf(id));
  }

  @Override
  public boolean refusesEach(String operation) {
    return operation.equals("BatchGetSecretValue");
  }

  @Override
  public String resourceOf(String subject) {
    return book.resourceOf(subject);
  }

  @Override
  public String internalError() {
    return "InternalServiceError";
  }

  @Override
  public String messageMember() {
    return "Message";
  }

  @Override
  public Answer dress(Answer answer, boolean gzipAccepted) {
    return answer;
  }
}
