package dev.keyturn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the process: nothing else of it is read or written.
 *
 * @param environment the environment's variables
 * @param out standard output, byte for byte
 * @param err where messages go
 * @param directory the working directory
 * @param terminal whether a person reads standard output
 */
record Surroundings(
    Map<String, String> environment,
    OutputStream out,
    PrintStream err,
    Path directory,
    boolean terminal) {

  /** Those of this process. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        new FileOutputStream(FileDescriptor.out),
        System.err,
        Path.of("").toAbsolutePath(),
        Terminal.isStandardOutput());
  }

  /** Says one line to a person, on standard error. */
  void say(String message) {
    err.println("keyturn: " + Text.line(message));
  }

  /** A path as the command line gave it. */
  Path resolve(String path, String option) {
    try {
      return directory.resolve(path);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage(option + " is not a path");
    }
  }

  /** For the parser, which writes its help to it. */
  PrintWriter printer() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  /** For the parser, which writes to it what is wrong. */
  PrintWriter errorPrinter() {
    return new PrintWriter(err, true, Charset.defaultCharset());
  }

  /** Writes lines to standard output. */
  void print(String lines) {
    write(lines.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes to standard output, which may be a pipe that nobody reads any more. */
  void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw "Broken pipe".equals(e.getMessage())
          ? CommandFailure.silent()
          : CommandFailure.output("standard output cannot be written");
    }
  }
}
