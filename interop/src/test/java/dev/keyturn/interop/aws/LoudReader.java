package dev.keyturn.interop.aws;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads every way there is, and fails in several, in a process where all loggers say all they can. */
final class LoudReader {
  private LoudReader() {}

  /** Arguments: where AWS is, where nobody is, and the file for the values. */
  public static void main(String[] args) throws IOException {
    StringBuilder values = new StringBuilder();
    try (Secrets secrets = secrets(args[0], Map.of())) {
      values.append(secrets.get("aws-sm://loud/text").reveal());
      values.append(secrets.get("aws-sm://loud/binary").reveal());
      values.append(secrets.get("aws-sm://loud/json#password").reveal());
      values.append(secrets.get("aws-ssm://loud/secure").reveal());
      values.append(secrets.get("aws-ssm://loud/").reveal());
      secrets
          .getAll(List.of("aws-sm://loud/one", "aws-sm://loud/two"))
          .values()
          .forEach(secret -> values.append(secret.reveal()));
      secrets
          .getAll(List.of("aws-ssm://loud/one", "aws-ssm://loud/two"))
          .values()
          .forEach(secret -> values.append(secret.reveal()));
      secrets.live("aws-sm://loud/text").rejected(secrets.get("aws-sm://loud/text"));
      values.append(secrets.refresh("aws-sm://loud/text").reveal());
      fail(() -> secrets.get("aws-sm://loud/missing"));
      fail(() -> secrets.get("aws-sm://loud/text#field"));
      fail(() -> secrets.get("aws-sm://loud/json#missing"));
      System.out.println(secrets.stores());
      System.out.println(secrets.get("aws-sm://loud/text"));
    }
    try (Secrets secrets = secrets(args[1], Map.of())) {
      fail(() -> secrets.get("aws-sm://loud/text"));
    }
    Files.writeString(Path.of(args[2]), values);
  }

  private static Secrets secrets(String endpoint, Map<String, String> environment) {
    Map<String, String> settings =
        Map.of("region", "us-east-1", "endpoint", endpoint, "auth", "none");
    return Secrets.builder()
        .environment(environment)
        .timeout(java.time.Duration.ofSeconds(10))
        .store("aws-sm", "aws-sm", settings)
        .store("aws-ssm", "aws-ssm", settings)
        .build();
  }

  private static void fail(Runnable read) {
    try {
      read.run();
      throw new AssertionError("this should have failed");
    } catch (SecretsException e) {
      System.err.println(Traces.all(e));
    }
  }
}
