package dev.keyturn.testkit.internal.aws;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations of Secrets Manager that read. Members are answered in alphabetical order. */
final class SecretReads {
  private final SecretBook book;
  private final Predicate<String> mayRead;

  /**
   * Creates the operations.
   *
   * @param mayRead tells of a name whether a batch may read its value
   */
  SecretReads(SecretBook book, Predicate<String> mayRead) {
    this.book = book;
    this.mayRead = mayRead;
  }

  Map<String, Object> getSecretValue(Input input) {
    SecretEntry entry = book.live(input.text("SecretId"));
    return value(entry, input.textOrNull("VersionId"), input.textOrNull("VersionStage"));
  }

  Map<String, Object> batchGetSecretValue(Input input) {
    List<String> ids = input.texts("SecretIdList", 20);
    if (ids.isEmpty() || input.has("Filters")) {
      throw AwsError.of(
          "InvalidParameterException",
          "The emulator reads batches by SecretIdList, not by filter.");
    }
    List<Map<String, Object>> values = new ArrayList<>();
    List<Map<String, Object>> errors = new ArrayList<>();
    for (String id : ids) {
      try {
        values.add(batched(input.caller(), id));
      } catch (AwsError e) {
        errors.add(error(id, e));
      }
    }
    return new TreeMap<>(Map.of("SecretValues", values, "Errors", errors));
  }

  private Map<String, Object> batched(String caller, String id) {
    if (!mayRead.test(book.nameOf(id))) {
      throw Denial.of(caller, "secretsmanager:GetSecretValue", book.resourceOf(id));
    }
    return value(book.live(id), null, null);
  }

  private static Map<String, Object> error(String id, AwsError error) {
    SortedMap<String, Object> answer = new TreeMap<>();
    answer.put("ErrorCode", error.code());
    answer.put("Message", error.text() == null ? "" : error.text());
    answer.put("SecretId", id);
    return answer;
  }

  Map<String, Object> describeSecret(Input input) {
    SecretEntry entry = book.get(input.text("SecretId"));
    SortedMap<String, Object> answer = named(entry);
    answer.put("CreatedDate", entry.created);
    answer.put("LastChangedDate", entry.changed);
    putIfSet(answer, "DeletedDate", entry.deleted);
    putIfSet(answer, "Description", entry.description);
    putIfSet(answer, "LastAccessedDate", entry.accessed);
    putIfSet(answer, "LastRotatedDate", entry.rotated);
    if (entry.nextRotation != null) {
      answer.put("NextRotationDate", entry.nextRotation);
      answer.put("RotationEnabled", true);
      answer.put("RotationRules", Map.of("AutomaticallyAfterDays", 30));
    }
    putIfSet(answer, "VersionIdsToStages", stages(entry));
    return answer;
  }

  Map<String, Object> listSecretVersionIds(Input input) {
    SecretEntry entry = book.get(input.text("SecretId"));
    boolean deprecated = input.flag("IncludeDeprecated");
    List<Map<String, Object>> versions = new ArrayList<>();
    for (SecretVersion version : entry.versions.values()) {
      if (deprecated || !version.stages.isEmpty()) {
        versions.add(listed(version));
      }
    }
    SortedMap<String, Object> answer = named(entry);
    answer.put("Versions", versions);
    return answer;
  }

  private static Map<String, Object> listed(SecretVersion version) {
    SortedMap<String, Object> answer = new TreeMap<>();
    answer.put("CreatedDate", version.created);
    answer.put("KmsKeyIds", List.of("DefaultEncryptionKey"));
    putIfSet(answer, "LastAccessedDate", version.accessed);
    answer.put("VersionId", version.id);
    putIfSet(
        answer, "VersionStages", version.stages.isEmpty() ? null : List.copyOf(version.stages));
    return answer;
  }

  private Map<String, Object> value(
      SecretEntry entry, @Nullable String id, @Nullable String stage) {
    SecretVersion version = version(entry, id, stage);
    Instant today = book.now().truncatedTo(ChronoUnit.DAYS);
    entry.accessed = today;
    version.accessed = today;
    SortedMap<String, Object> answer = named(entry);
    answer.put("CreatedDate", version.created);
    version.content.writeTo(answer);
    answer.put("VersionId", version.id);
    putIfSet(
        answer, "VersionStages", version.stages.isEmpty() ? null : List.copyOf(version.stages));
    return answer;
  }

  private static SecretVersion version(
      SecretEntry entry, @Nullable String id, @Nullable String stage) {
    if (id == null) {
      String wanted = stage == null ? SecretEntry.CURRENT : stage;
      return found(entry.staged(wanted), "staging label: " + wanted);
    }
    SecretVersion version = found(entry.versions.get(id), "VersionId: " + id);
    if (stage != null && !version.stages.contains(stage)) {
      throw AwsError.of(
          "InvalidRequestException",
          "You provided a VersionStage that is not associated to the provided VersionId.");
    }
    return version;
  }

  private static SecretVersion found(@Nullable SecretVersion version, String what) {
    if (version == null) {
      throw AwsError.of(
          "ResourceNotFoundException",
          "Secrets Manager can't find the specified secret value for " + what);
    }
    return version;
  }

  private static @Nullable Map<String, Object> stages(SecretEntry entry) {
    SortedMap<String, Object> stages = new TreeMap<>();
    for (SecretVersion version : entry.versions.values()) {
      if (!version.stages.isEmpty()) {
        stages.put(version.id, List.copyOf(version.stages));
      }
    }
    return stages.isEmpty() ? null : stages;
  }

  static SortedMap<String, Object> named(SecretEntry entry) {
    SortedMap<String, Object> answer = new TreeMap<>();
    answer.put("ARN", entry.arn);
    answer.put("Name", entry.name);
    return answer;
  }

  private static void putIfSet(Map<String, Object> answer, String name, @Nullable Object value) {
    if (value != null) {
      answer.put(name, value);
    }
  }
}
