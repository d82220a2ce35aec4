package dev.keyturn.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out whether a person reads standard output. */
final class Terminal {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private Terminal() {}

  /** The launcher knows best and says so; else the system is asked, else the JDK. */
  static boolean isStandardOutput() {
    String said = System.getProperty("keyturn.terminal");
    if (said != null) {
      return Boolean.parseBoolean(said);
    }
    try {
      String device = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return isConsole(System.console());
    }
  }

  /** From JDK 22 on there is a console also where there is no terminal; it can be asked, by a new method. */
  private static boolean isConsole(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
