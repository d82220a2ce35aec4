package dev.keyturn.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The file in which Vault's own command keeps a person's login. The library does not look into anybody's
 * home; this command is run by the person.
 */
final class VaultTokenFile {
  private static final String NAME = ".vault-token";
  private static final String VARIABLE = "KEYTURN_VAULT_TOKEN_FILE";

  private VaultTokenFile() {}

  /** The environment, with a word on where the file is if it is the one to use. */
  static Map<String, String> shownIn(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    boolean wanted = !environment.getOrDefault("VAULT_ADDR", "").isEmpty()
        && environment.getOrDefault("VAULT_TOKEN", "").isEmpty()
        && !environment.containsKey(VARIABLE);
    if (home.isEmpty() || !wanted) {
      return environment;
    }
    try {
      Path file = Path.of(home, NAME);
      if (!Files.isRegularFile(file)) {
        return environment;
      }
      Map<String, String> shown = new HashMap<>(environment);
      shown.put(VARIABLE, file.toString());
      return shown;
    } catch (InvalidPathException e) {
      return environment;
    }
  }
}
