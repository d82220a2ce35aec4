package dev.keyturn.cli;

import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.VaultEmulator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tour visits: an environment, a directory of files, and on loopback the five stores of clouds. */
final class DemoStores implements AutoCloseable {
  private static final String NAME = "db-password";

  private final DemoFile file = new DemoFile(NAME);
  private final AwsEmulator aws = AwsEmulator.start();
  private final VaultEmulator vault = VaultEmulator.start();
  private final AzureKeyVaultEmulator azure = AzureKeyVaultEmulator.start();
  private final GcpSecretManagerEmulator gcp = GcpSecretManagerEmulator.start();
  private final Map<String, String> environment = Map.of(
      "DEMO_PASSWORD", value(),
      "DEMO_VAULT_TOKEN", vault.rootToken(),
      "DEMO_ID_TOKEN", azure.idToken("demo"));

  DemoStores() throws IOException {
    for (DemoStore store : all()) {
      store.put(value());
    }
  }

  List<DemoStore> all() {
    return List.of(
        new DemoStore("env", "DEMO_PASSWORD", Map.of(), DemoStore.NOBODY),
        new DemoStore("file", NAME, Map.of("roots", file.directory()), file::replace),
        new DemoStore("aws-sm", NAME, ofAws(), value -> aws.put(NAME, value)),
        new DemoStore("aws-ssm", NAME, ofAws(), value -> aws.putSecureString(NAME, value)),
        new DemoStore(
            "vault",
            "secret/" + NAME + "#password",
            ofVault(),
            value -> vault.put("secret/" + NAME, Map.of("password", value))),
        new DemoStore("azure-kv", NAME, ofAzure(), value -> azure.put(NAME, value)),
        new DemoStore("gcp-sm", NAME, ofGcp(), value -> gcp.put(NAME, value)));
  }

  private Map<String, String> ofAws() {
    return Map.of("region", "us-east-1", "endpoint", aws.endpoint().toString(), "auth", "none");
  }

  private Map<String, String> ofVault() {
    return Map.of("address", vault.endpoint().toString(), "token", "env://DEMO_VAULT_TOKEN");
  }

  private Map<String, String> ofAzure() {
    Map<String, String> settings = new HashMap<>(azure.settings());
    settings.put("id-token", "env://DEMO_ID_TOKEN");
    return settings;
  }

  private Map<String, String> ofGcp() {
    return Map.of("project", gcp.project(), "endpoint", gcp.endpoint().toString(), "auth", "none");
  }

  Map<String, String> environment() {
    return environment;
  }

  static String value() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() throws IOException {
    gcp.close();
    azure.close();
    vault.close();
    aws.close();
    file.close();
  }
}
