package dev.keyturn.cli;

import dev.keyturn.model.SecretsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The command line as a whole. */
@Command(
    name = "keyturn",
    description = "Fetches secrets from any store.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class Cli {
  @Mixin
  private CommonOptions common;

  private Cli(Surroundings surroundings) {
    this.common = new CommonOptions(surroundings);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code; nothing is thrown
   */
  static int run(String[] args, Surroundings surroundings) {
    try {
      return commandLine(surroundings).execute(args);
    } catch (CommandFailure e) {
      return fail(e, surroundings);
    } catch (Exception | StackOverflowError | OutOfMemoryError | LinkageError e) {
      return fail(unexpected(e), surroundings);
    }
  }

  private static CommandLine commandLine(Surroundings surroundings) {
    Cli cli = new Cli(surroundings);
    return new CommandLine(cli)
        .addSubcommand(new GetCommand(cli.common))
        .addSubcommand(new CheckCommand(cli.common))
        .addSubcommand(new StoresCommand(cli.common))
        .addSubcommand(new DemoCommand(surroundings))
        .setExpandAtFiles(false)
        .setOut(surroundings.printer())
        .setErr(surroundings.errorPrinter())
        .setParameterExceptionHandler((e, args) -> fail(UsageErrors.explain(e, args), surroundings))
        .setExecutionExceptionHandler((e, command, parsed) -> fail(e, surroundings));
  }

  private static int fail(Throwable failure, Surroundings surroundings) {
    if (failure instanceof SecretsException e) {
      surroundings.say(e.code() + ": " + e.getMessage());
      return ExitCode.of(e.code());
    }
    CommandFailure known = failure instanceof CommandFailure e ? e : unexpected(failure);
    known.line().ifPresent(surroundings::say);
    return known.exitCode();
  }

  /** Its message may hold anything, so only its class is shown, and where it came from. */
  private static CommandFailure unexpected(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String place = trace.length == 0 ? "" : " at " + trace[0];
    return CommandFailure.internal(failure.getClass().getName() + place + "; this is a defect");
  }

  /** The version of the jar, or of the module where it runs as one. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Cli.class.getPackage().getImplementationVersion();
      if (version == null && Cli.class.getModule().isNamed()) {
        version = Cli.class.getModule().getDescriptor().rawVersion().orElse(null);
      }
      return new String[] {"keyturn " + (version == null ? "(not packaged)" : version)};
    }
  }
}
