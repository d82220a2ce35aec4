package dev.keyturn.interop.azure;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads every way there is, and fails in several, in a process where all loggers say all they can. */
final class LoudVaultReader {
  private LoudVaultReader() {}

  /** Arguments: settings as {@code key=value}, the ID token, and the file for the values. */
  public static void main(String[] args) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < args.length - 2; i++) {
      settings.put(args[i].replaceFirst("=.*", ""), args[i].replaceFirst("^[^=]*=", ""));
    }
    settings.put("id-token", "env://ID_TOKEN");
    StringBuilder values = new StringBuilder();
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("ID_TOKEN", args[args.length - 2]))
        .timeout(Duration.ofMinutes(2))
        .store("azure-kv", "azure-kv", settings)
        .build()) {
      values.append(secrets.get("azure-kv://text").reveal());
      values.append(secrets.get("azure-kv://json#password").reveal());
      secrets
          .getAll(List.of("azure-kv://one", "azure-kv://two"))
          .values()
          .forEach(secret -> values.append(secret.reveal()));
      secrets.live("azure-kv://text").rejected(secrets.get("azure-kv://text"));
      values.append(secrets.refresh("azure-kv://text").reveal());
      fail(() -> secrets.get("azure-kv://missing"));
      fail(() -> secrets.get("azure-kv://disabled"));
      fail(() -> secrets.get("azure-kv://future"));
      fail(() -> secrets.get("azure-kv://text#field"));
      fail(() -> secrets.get("azure-kv://half"));
      fail(() -> secrets.get("azure-kv://odd"));
      fail(() -> secrets.get("azure-kv://page"));
      System.out.println(secrets.stores());
      System.out.println(secrets.get("azure-kv://text"));
    }
    Files.writeString(Path.of(args[args.length - 1]), values);
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
