package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before its name or after it. */
final class CommonOptions {
  private final Surroundings surroundings;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration file; what is in it is trusted.")
  private @Nullable String config;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Overlays the file with its sibling, keyturn-NAME.properties.")
  private @Nullable String profile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "One setting, as if the file ended with it. May be given several times.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      converter = DurationConverter.class,
      description = "How long to wait for a store at most: 500ms, 30s, 2m.")
  private @Nullable Duration timeout;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Says on standard error which stores are asked.")
  private boolean verbose;

  CommonOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Opens what the options, the environment and the files say. No store is opened yet. */
  Secrets open() {
    return builder().build();
  }

  /** As {@link #open}; for a command that may add settings of its own. */
  SecretsBuilder builder() {
    SecretsBuilder builder =
        Secrets.builder().environment(VaultTokenFile.shownIn(surroundings.environment()));
    if (config == null) {
      builder.findConfig(surroundings.directory());
    } else {
      builder.config(surroundings.resolve(config, "--config"));
    }
    if (profile != null) {
      builder.profile(profile);
    }
    settings.forEach(setting -> set(builder, setting));
    if (timeout != null) {
      builder.timeout(timeout);
    }
    if (verbose) {
      builder.observer(new Narrator(surroundings));
    }
    return builder;
  }

  private static void set(SecretsBuilder builder, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw CommandFailure.usage("--set takes KEY=VALUE");
    }
    builder.set(setting.substring(0, equals), setting.substring(equals + 1));
  }
}
