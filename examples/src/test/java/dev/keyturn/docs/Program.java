package dev.keyturn.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that was run to its end.
 *
 * @param exit its exit code
 * @param output what it wrote, to standard output and to standard error
 */
record Program(int exit, String output) {
  static Program run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KEYTURN_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Program(process.waitFor(), output);
  }

  static Program bash(Path directory, Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    return run(directory, environment, List.of("bash", "-euc", script));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Puts a {@code ./keyturn} into the directory that runs the command from this build. */
  static void installCommand(Path directory) throws IOException {
    Path script = directory.resolve("keyturn");
    Files.writeString(
        script,
        "#!/usr/bin/env bash\nexec '%s' -cp '%s' dev.keyturn.cli.Main \"$@\"\n"
            .formatted(java(), System.getProperty("java.class.path")));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
  }
}
