package dev.keyturn.interop.gcp;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads every way there is, and fails in several, in a process where all loggers say all they can. */
final class LoudGcpReader {
  private LoudGcpReader() {}

  /** Arguments: where Google is, the project, the provider, the ID token, and the file for the values. */
  public static void main(String[] args) throws IOException {
    Map<String, String> settings = Map.of(
        "endpoint", args[0],
        "sts-endpoint", args[0],
        "project", args[1],
        "auth", "ci",
        "workload-identity-provider", args[2],
        "service-account", "deploy@p.iam.gserviceaccount.com",
        "id-token", "env://ID_TOKEN");
    StringBuilder values = new StringBuilder();
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("ID_TOKEN", args[3]))
        .timeout(Duration.ofSeconds(60))
        .store("gcp-sm", "gcp-sm", settings)
        .build()) {
      values.append(secrets.get("gcp-sm://text").reveal());
      values.append(secrets.get("gcp-sm://text?version=1").reveal());
      values.append(secrets.get("gcp-sm://json#password").reveal());
      secrets
          .getAll(List.of("gcp-sm://one", "gcp-sm://two"))
          .values()
          .forEach(secret -> values.append(secret.reveal()));
      secrets.live("gcp-sm://text").rejected(secrets.get("gcp-sm://text"));
      values.append(secrets.refresh("gcp-sm://text").reveal());
      for (String name : List.of("missing", "disabled", "denied", "half", "odd", "page", "bit")) {
        fail(secrets, "gcp-sm://" + name);
      }
      fail(secrets, "gcp-sm://text#field");
      System.out.println(secrets.stores());
      System.out.println(secrets.get("gcp-sm://text"));
    }
    Files.writeString(Path.of(args[4]), values);
  }

  private static void fail(Secrets secrets, String ref) {
    try {
      secrets.get(ref);
      throw new AssertionError("this should have failed: " + ref);
    } catch (SecretsException e) {
      System.err.println(Traces.all(e));
    }
  }
}
