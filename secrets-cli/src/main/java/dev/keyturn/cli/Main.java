package dev.keyturn.cli;

/** Where the process begins and ends. */
public final class Main {
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    if (System.getProperty(LOG_FORMAT) == null) {
      // one line on stderr, like every other message of the command; no time, no stack trace
      System.setProperty(LOG_FORMAT, "keyturn: %4$s: %5$s%n");
    }
    System.exit(Cli.run(args, Surroundings.ofProcess()));
  }
}
