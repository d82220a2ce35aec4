package dev.keyturn.modulepath;

import dev.keyturn.Secrets;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import java.util.HashMap;
import java.util.Map;

/** Reads a vault, with the library and all it needs on the module path. */
public final class ModuleReader {
  private ModuleReader() {}

  /** Prints what was read, and in which module the provider and the SDK are. */
  public static void main(String[] args) throws Exception {
    try (AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start()) {
      emulator.put("db-password", "value-of-db");
      Map<String, String> settings = new HashMap<>(emulator.settings());
      settings.put("id-token", "env://ID_TOKEN");
      try (Secrets secrets = Secrets.builder()
          .environment(Map.of("ID_TOKEN", emulator.idToken("job")))
          .store("azure-kv", "azure-kv", settings)
          .build()) {
        System.out.println("read " + secrets.get("azure-kv://db-password").reveal());
      }
    }
    for (String name : new String[] {
      "dev.keyturn.Secrets",
      "dev.keyturn.azure.AzureKeyVaultProvider",
      "com.azure.security.keyvault.secrets.SecretClient",
      "com.azure.identity.DefaultAzureCredential"
    }) {
      System.out.println("module " + Class.forName(name).getModule().getName());
    }
  }
}
