package dev.keyturn.cli;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a JVM says of the classes it loads. */
final class ClassLog {
  /** Lets a JVM say it on standard output, between what the program prints. */
  static final String OPTION = "-Xlog:class+load:stdout:none";

  private static final String SOURCE = " source: file:";

  private ClassLog() {}

  /** The names of the jars that classes were loaded from. */
  static Set<String> jars(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains(SOURCE) && line.endsWith(".jar"))
        .map(line -> new File(line.substring(line.indexOf(SOURCE) + SOURCE.length())).getName())
        .collect(Collectors.toSet());
  }
}
