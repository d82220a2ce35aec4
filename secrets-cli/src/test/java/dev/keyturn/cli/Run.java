package dev.keyturn.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command in this process, and what came of it. */
final class Run {
  private final int exit;
  private final byte[] out;
  private final String err;

  private Run(int exit, byte[] out, String err) {
    this.exit = exit;
    this.out = out;
    this.err = err;
  }

  static Run in(Path directory, String... args) {
    return in(directory, Map.of(), args);
  }

  static Run in(Path directory, Map<String, String> environment, String... args) {
    return in(directory, environment, false, args);
  }

  static Run in(Path directory, Map<String, String> environment, boolean terminal, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = Cli.run(args, new Surroundings(environment, out, messages, directory, terminal));
    return new Run(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  int exit() {
    return exit;
  }

  byte[] out() {
    return out.clone();
  }

  String err() {
    return err;
  }

  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  /** All that a person sees. */
  String everything() {
    return text() + err;
  }
}
