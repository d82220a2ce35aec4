package dev.keyturn.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations of Secrets Manager that write values. */
final class SecretWrites {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@!-]{1,512}");

  private final SecretBook book;

  SecretWrites(SecretBook book) {
    this.book = book;
  }

  Map<String, Object> createSecret(Input input) {
    String name = input.text("Name");
    if (!NAME.matcher(name).matches()) {
      throw AwsError.of(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    String token = token(input);
    SecretContent content = SecretContent.of(input);
    SecretEntry entry = book.find(name);
    if (entry == null) {
      entry = book.create(name);
      entry.description = input.textOrNull("Description");
      if (content != null) {
        entry.move(SecretEntry.CURRENT, entry.add(token, content, book.now()));
      }
    } else {
      refuseUnlessRepeated(entry, token, content);
    }
    return answer(entry, content == null ? null : token);
  }

  private static void refuseUnlessRepeated(
      SecretEntry entry, String token, @Nullable SecretContent content) {
    if (entry.deleted != null) {
      throw AwsError.of(
          "InvalidRequestException",
          "You can't create this secret because a secret with this name is already scheduled for"
              + " deletion.");
    }
    SecretVersion same = entry.versions.get(token);
    if (same == null || content == null || !same.content.sameAs(content)) {
      throw AwsError.of(
          "ResourceExistsException",
          "The operation failed because the secret " + entry.name + " already exists.");
    }
  }

  Map<String, Object> putSecretValue(Input input) {
    SecretEntry entry = book.live(input.text("SecretId"));
    SecretContent content = SecretContent.of(input);
    if (content == null) {
      throw AwsError.of(
          "InvalidRequestException", "You must provide either SecretString or SecretBinary.");
    }
    SecretVersion version = version(entry, token(input), content);
    List<String> stages = input.texts("VersionStages");
    for (String stage : stages.isEmpty() ? List.of(SecretEntry.CURRENT) : stages) {
      entry.move(stage, version);
    }
    SortedMap<String, Object> answer = answer(entry, version.id);
    answer.put("VersionStages", List.copyOf(version.stages));
    return answer;
  }

  Map<String, Object> updateSecret(Input input) {
    SecretEntry entry = book.live(input.text("SecretId"));
    if (input.has("Description")) {
      entry.description = input.textOrNull("Description");
    }
    SecretContent content = SecretContent.of(input);
    if (content == null) {
      return answer(entry, null);
    }
    SecretVersion version = version(entry, token(input), content);
    entry.move(SecretEntry.CURRENT, version);
    return answer(entry, version.id);
  }

  /** The same token with the same value is the same version; with another value it is a mistake. */
  private SecretVersion version(SecretEntry entry, String token, SecretContent content) {
    SecretVersion known = entry.versions.get(token);
    if (known == null) {
      return entry.add(token, content, book.now());
    }
    if (!known.content.sameAs(content)) {
      throw AwsError.of(
          "ResourceExistsException",
          "You can't use ClientRequestToken "
              + token
              + " because that value is already in use for a version of secret "
              + entry.arn
              + ".");
    }
    return known;
  }

  private static String token(Input input) {
    String token = input.textOrNull("ClientRequestToken");
    if (token == null) {
      throw AwsError.of(
          "InvalidRequestException",
          "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
    }
    return token;
  }

  static SortedMap<String, Object> answer(SecretEntry entry, @Nullable String version) {
    SortedMap<String, Object> answer = SecretReads.named(entry);
    if (version != null) {
      answer.put("VersionId", version);
    }
    return answer;
  }
}
