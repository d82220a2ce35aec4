package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.internal.Inside;
import dev.keyturn.internal.NamedSecret;
import dev.keyturn.model.SecretsException;
import java.util.List;
import java.util.Optional;

/** The configured names, and how a text that is none is spoken of. */
final class Names {
  private Names() {}

  static Optional<NamedSecret> find(Secrets secrets, String text) {
    return Optional.ofNullable(Inside.engine(secrets).settings().names().get(text));
  }

  static List<String> all(Secrets secrets) {
    return List.copyOf(Inside.engine(secrets).settings().names().keySet());
  }

  /** Says where on the command line the text stands that is wrong; the text itself may be a secret. */
  static SecretsException placed(SecretsException failure, int argument) {
    return SecretsException.of(
        failure.code(),
        failure.ref().orElse(null),
        "argument " + argument + ": " + failure.getMessage());
  }
}
