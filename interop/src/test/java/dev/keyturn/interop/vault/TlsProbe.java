package dev.keyturn.interop.vault;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.Map;

/** A process of its own, since what is in its environment and how its JVM was started is what is tried. */
final class TlsProbe {
  static final String VALUE = "value-of-the-far-end";
  static final String TOKEN = "s.token-that-must-not-be-sent";

  private TlsProbe() {}

  /** Reads one secret, and says what came of it. With an argument, that is the configured address. */
  public static void main(String[] arguments) {
    SecretsBuilder builder = Secrets.builder().timeout(Duration.ofSeconds(20));
    if (arguments.length == 1) {
      Map<String, String> settings =
          Map.of("address", arguments[0], "auth", "token", "token", "env://VAULT_TOKEN");
      builder.store("vault", "vault", settings);
    }
    try (Secrets secrets = builder.build()) {
      System.out.println("READ " + secrets.get("vault://kv/db#password").reveal());
    } catch (SecretsException e) {
      System.out.println(
          e.code() + " " + (e.isRetryable() ? "again" : "final") + " " + e.getMessage());
    }
  }
}
