package dev.keyturn.interop.azure;

import dev.keyturn.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Has the provider on its class path, reads something else first, and then one secret of a vault. */
final class ColdVault {
  private ColdVault() {}

  /** Arguments: settings as {@code key=value}, and the ID token. */
  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < args.length - 1; i++) {
      settings.put(args[i].replaceFirst("=.*", ""), args[i].replaceFirst("^[^=]*=", ""));
    }
    settings.put("id-token", "env://ID_TOKEN");
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("APP_TOKEN", "token-of-app", "ID_TOKEN", args[args.length - 1]))
        .store("azure-kv", "azure-kv", settings)
        .timeout(Duration.ofMinutes(2))
        .build()) {
      secrets.get("env://APP_TOKEN");
      secrets.stores();
      System.out.println(FirstReference.class.getName());
      System.out.println(
          "read " + secrets.get("azure-kv://db-password").reveal().length());
    }
  }

  /** Loaded just before the first reference to Azure: a mark in the log of classes. */
  private static final class FirstReference {
    private FirstReference() {}
  }
}
