package dev.keyturn.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program of others that was run to its end.
 *
 * @param exit its exit code
 * @param output what it wrote, to standard output and to standard error
 */
public record Program(int exit, String output) {
  /** Runs it; where it is missing, fails with what has to be installed. */
  public static Program run(Path directory, String needs, String... command)
      throws IOException, InterruptedException {
    return run(directory, Map.of(), needs, command);
  }

  public static Program run(
      Path directory, Map<String, String> environment, String needs, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("this test runs " + command[0] + " and needs " + needs, e);
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Program(process.waitFor(), output);
  }
}
