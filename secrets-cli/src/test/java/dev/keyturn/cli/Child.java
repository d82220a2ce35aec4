package dev.keyturn.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs in a JVM of their own, and {@link AnyApplication} where its class lies alone. */
final class Child {
  private static final Class<?> MAIN = AnyApplication.class;

  private final Path classes;

  /** Puts the application's class into a directory. */
  Child(Path classes) throws IOException {
    this.classes = classes;
    Path file = classes.resolve(MAIN.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream bytes = MAIN.getResourceAsStream(MAIN.getSimpleName() + ".class")) {
      Files.write(file, bytes.readAllBytes());
    }
  }

  Path classes() {
    return classes;
  }

  static String path(Collection<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs one; gives what it printed, line by line. */
  static List<String> run(
      Map<String, String> environment, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:TieredStopAtLevel=1");
    words.addAll(options);
    words.addAll(arguments);
    Path err = Files.createTempFile("keyturn-child", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(words).redirectError(err.toFile());
      builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("the child failed: " + Files.readString(err) + out);
      }
      return out.lines().toList();
    } finally {
      Files.delete(err);
    }
  }
}
