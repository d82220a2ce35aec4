package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.model.SecretsException;
import java.nio.file.Path;

/** An application that reads one secret from each store it is told of, whether or not the store is there. */
public final class AnyApplication {
  /** Begins the line that says which reference comes next. */
  static final String NEXT = "next: ";

  private AnyApplication() {}

  /**
   * Reads all names, each after a line that announces it, and says what came of it.
   *
   * @param args the configuration file, and the names
   */
  public static void main(String[] args) {
    try (Secrets secrets = Secrets.builder().config(Path.of(args[0])).build()) {
      for (int i = 1; i < args.length; i++) {
        System.out.println(NEXT + args[i]);
        System.out.println(args[i] + " -> " + read(secrets, args[i]));
      }
    }
    System.out.println(NEXT + "end");
    System.out.println("module " + Secrets.class.getModule().getName());
  }

  private static String read(Secrets secrets, String name) {
    try {
      return "version " + secrets.get(name).version();
    } catch (SecretsException e) {
      return e.code() + " " + e.getMessage();
    }
  }
}
