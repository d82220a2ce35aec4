package dev.keyturn.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line without repeating it. The parser's own messages quote what was
 * typed, and that may be a secret: none of them is used.
 */
final class UsageErrors {
  private UsageErrors() {}

  static CommandFailure explain(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    return CommandFailure.usage(
        reason(failure, args) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
  }

  private static String reason(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, args);
    }
    if (failure instanceof MissingParameterException missing) {
      return missing.getMissing().stream()
              .map(UsageErrors::label)
              .collect(Collectors.joining(" and "))
          + " is missing";
    }
    if (failure instanceof OverwrittenOptionException twice) {
      return label(twice.getOverwritten()) + " is given twice";
    }
    ArgSpec arg = failure.getArgSpec();
    if (arg != null) {
      return label(arg) + " does not take this value";
    }
    return command.getSubcommands().isEmpty()
        ? "the command line is not understood"
        : "no command: there are " + commands(command);
  }

  private static String unmatched(UnmatchedArgumentException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    List<String> unmatched = failure.getUnmatched();
    String first = unmatched.isEmpty() ? "" : unmatched.get(0);
    String which = "argument " + (Arrays.asList(args).indexOf(first) + 1);
    if (first.startsWith("-")) {
      return which + " is no option: there are " + options(command);
    }
    if (!command.getSubcommands().isEmpty()) {
      return which + " is no command: there are " + commands(command);
    }
    return which + " is one too many";
  }

  private static String label(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? option.longestName() + " " + arg.paramLabel()
        : arg.paramLabel();
  }

  private static String options(CommandLine command) {
    Set<String> names = new TreeSet<>();
    command.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
    return String.join(", ", names);
  }

  private static String commands(CommandLine command) {
    return String.join(", ", new TreeSet<>(command.getSubcommands().keySet()));
  }
}
