package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.internal.NamedSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyturn get}: one value and nothing else. */
@Command(name = "get", description = "Prints the value of one secret and nothing else.")
final class GetCommand implements Callable<Integer> {
  private final CommonOptions common;

  @Parameters(paramLabel = "NAME|REF", description = "A configured name, or a reference.")
  private String text = "";

  @Option(names = "--field", paramLabel = "FIELD", description = "One field of the secret.")
  private @Nullable String field;

  @Option(
      names = "--secret-version",
      paramLabel = "VERSION",
      description = "This version, not the current one.")
  private @Nullable String version;

  @Option(names = "--optional", description = "Prints nothing if there is no such secret.")
  private boolean optional;

  @Option(names = "--base64", description = "Prints the value in base64.")
  private boolean base64;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the value to this file, whole or not at all.")
  private @Nullable String output;

  @Option(names = "--mode", paramLabel = "MODE", description = "The file's mode; 0600 by default.")
  private @Nullable String mode;

  GetCommand(CommonOptions common) {
    this.common = common;
  }

  @Override
  public Integer call() {
    Optional<OutputFile> file = outputFile();
    try (Secrets secrets = open()) {
      Optional<byte[]> value = read(secrets);
      value.ifPresent(bytes -> write(bytes, file));
      if (value.isEmpty() && file.isPresent()) {
        common.surroundings().say("not found, so " + file.get().path() + " is left as it is");
      }
      return ExitCode.OK;
    }
  }

  private Optional<OutputFile> outputFile() {
    if (output == null) {
      if (mode != null) {
        throw CommandFailure.usage("--mode needs -o FILE");
      }
      return Optional.empty();
    }
    return Optional.of(
        OutputFile.at(common.surroundings().resolve(output, "-o"), FileMode.parse(mode)));
  }

  /** What is printed is used after this process has ended, so a lease outlives it. */
  private Secrets open() {
    SecretsBuilder builder = common.builder().set("leases.revoke-on-close", "false");
    Secrets secrets = builder.build();
    Optional<NamedSecret> named = Names.find(secrets, text);
    if (version == null || named.isEmpty()) {
      return secrets;
    }
    // The name keeps what is said of it, and is allowed where it was: only its version is another
    // one.
    String pinned = versioned(named.get().ref(), version);
    secrets.close();
    return builder.set("secret." + text, pinned).build();
  }

  private Optional<byte[]> read(Secrets secrets) {
    Optional<NamedSecret> named = Names.find(secrets, text);
    try {
      Secret secret = fetch(
          secrets,
          named.isEmpty() && version != null ? versioned(SecretRef.parse(text), version) : text);
      refuseStandIn(secret, named);
      tellEnd(secret);
      return Optional.of(bytes(secret));
    } catch (SecretsException e) {
      boolean mayMiss = optional || named.map(NamedSecret::optional).orElse(false);
      if (mayMiss && e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e.code() == ErrorCode.INVALID_REFERENCE ? Names.placed(e, 1) : e;
    }
  }

  /** Who asks for a version does not want what stands in for the secret. */
  private void refuseStandIn(Secret secret, Optional<NamedSecret> named) {
    if (version != null && named.isPresent() && !secret.ref().equals(named.get().ref())) {
      throw SecretsException.of(
          ErrorCode.NOT_FOUND,
          named.get().ref(),
          named.get().ref() + " is not found, and its fallback is another secret");
    }
  }

  private Secret fetch(Secrets secrets, String asked) {
    Optional<Duration> timeout = common.timeout();
    return timeout.isPresent() ? secrets.get(asked, timeout.get()) : secrets.get(asked);
  }

  private static String versioned(SecretRef ref, String wanted) {
    if (ref.version().isPresent()) {
      throw CommandFailure.usage("the reference has a version already; leave --secret-version out");
    }
    return ref.withVersion(wanted).toString();
  }

  private byte[] bytes(Secret secret) {
    if (field != null && secret.ref().field().isPresent()) {
      throw CommandFailure.usage("the reference names a field already; leave --field out");
    }
    byte[] value = field == null ? secret.revealBytes() : secret.field(field).revealBytes();
    return base64 ? Base64.getEncoder().encode(value) : value;
  }

  private void tellEnd(Secret secret) {
    secret.expiresAt().ifPresent(end -> tellEnd(secret, end));
  }

  private void tellEnd(Secret secret, Instant end) {
    String left = Text.duration(Duration.between(secret.fetchedAt(), end));
    String at = end.truncatedTo(ChronoUnit.SECONDS).toString();
    common.surroundings().say(secret.ref() + " ends at " + at + ", in " + left);
  }

  private void write(byte[] value, Optional<OutputFile> file) {
    if (file.isPresent()) {
      file.get().write(value);
      return;
    }
    byte[] shown = value;
    if (common.surroundings().terminal()) {
      shown = Arrays.copyOf(value, value.length + 1);
      shown[value.length] = '\n';
    }
    common.surroundings().write(shown);
  }
}
