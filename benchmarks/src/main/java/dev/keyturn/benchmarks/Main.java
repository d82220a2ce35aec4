package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.Table.Part;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Runs the measurements. */
public final class Main {
  private static final String USAGE = """
      java -jar benchmarks/target/benchmarks.jar [table [PART...] | gates | jmh ARGUMENTS]
        table  measures everything, or hits, cold, refresh, down, silent by themselves, and prints
               one table in Markdown; about ten minutes, most of them for hits
        gates  compares hits with plain Java and fails if they cost too much; some seconds
        jmh    JMH itself, with its own arguments; -h lists them""";

  private Main() {}

  /**
   * Runs what is asked for.
   *
   * @param args as the usage says
   * @throws Exception if a measurement cannot be made
   */
  public static void main(String[] args) throws Exception {
    switch (args.length == 0 ? "table" : args[0]) {
      case "table" -> Table.print(parts(args));
      case "gates" -> System.exit(Gates.hold() ? 0 : 1);
      case "jmh" -> org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      default -> {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
  }

  private static Set<Part> parts(String[] args) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (int i = 1; i < args.length; i++) {
      parts.add(Part.valueOf(args[i].toUpperCase(Locale.ROOT)));
    }
    return parts.isEmpty() ? EnumSet.allOf(Part.class) : parts;
  }
}
