package dev.keyturn.benchmarks;

import java.util.Arrays;

/** Runs the measurements. */
public final class Main {
  private static final String USAGE = """
      java -jar benchmarks/target/benchmarks.jar [table | gates | jmh ARGUMENTS]
        table  measures everything and prints one table in Markdown; about ten minutes
        gates  compares hits with plain Java and fails if they cost too much; about half a minute
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
      case "table" -> Table.print();
      case "gates" -> System.exit(Gates.hold() ? 0 : 1);
      case "jmh" -> org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      default -> {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
  }
}
