package dev.keyturn.cli;

import java.util.Optional;

/** Ends a command for a reason that is the command's own, not a store's. Its message is for people. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient Optional<String> line;

  private CommandFailure(int exitCode, Optional<String> line) {
    super(line.orElse(""), null, false, false);
    this.exitCode = exitCode;
    this.line = line;
  }

  /** The command was not given what it needs; the message never repeats an argument. */
  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, Optional.of("USAGE: " + message));
  }

  /** What was fetched could not be written. */
  static CommandFailure output(String message) {
    return new CommandFailure(ExitCode.INTERNAL, Optional.of("OUTPUT: " + message));
  }

  /** Something else went wrong. */
  static CommandFailure internal(String message) {
    return new CommandFailure(ExitCode.INTERNAL, Optional.of("INTERNAL: " + message));
  }

  /** Nobody listens any more, so nothing is said. */
  static CommandFailure silent() {
    return new CommandFailure(ExitCode.INTERNAL, Optional.empty());
  }

  int exitCode() {
    return exitCode;
  }

  /** What to say, if anything. */
  Optional<String> line() {
    return line;
  }
}
