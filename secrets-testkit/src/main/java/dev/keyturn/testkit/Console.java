package dev.keyturn.testkit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The process's output and logs, overheard while somebody watches. All watches hear everything: which
 * test a line belongs to cannot be told.
 */
final class Console {
  private static final List<OutputWatch> WATCHES = new CopyOnWriteArrayList<>();
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger KEYTURN = Logger.getLogger("dev.keyturn");
  private static @Nullable Console installed;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final @Nullable Level level = KEYTURN.getLevel();
  private final PrintStream heardOut = overhear("System.out", out, "stdout.encoding");
  private final PrintStream heardErr = overhear("System.err", err, "stderr.encoding");
  private final Handler heardLog = new HeardLog();

  private Console() {
    System.setOut(heardOut);
    System.setErr(heardErr);
    ROOT.addHandler(heardLog);
    // what is logged too softly to be seen must hold no value either
    KEYTURN.setLevel(Level.ALL);
  }

  static synchronized void begin(OutputWatch watch) {
    WATCHES.add(watch);
    if (installed == null) {
      installed = new Console();
    }
  }

  static synchronized void end(OutputWatch watch) {
    WATCHES.remove(watch);
    if (WATCHES.isEmpty() && installed != null) {
      installed.uninstall();
      installed = null;
    }
  }

  /** What somebody else has put in our place meanwhile stays. */
  private void uninstall() {
    if (System.out == heardOut) {
      System.setOut(out);
    }
    if (System.err == heardErr) {
      System.setErr(err);
    }
    ROOT.removeHandler(heardLog);
    KEYTURN.setLevel(level);
  }

  private static PrintStream overhear(String where, PrintStream original, String encoding) {
    String charset = System.getProperty(encoding, Charset.defaultCharset().name());
    return new PrintStream(new Tee(where, original), true, Charset.forName(charset));
  }

  private static void tell(String where, byte[] bytes, int offset, int length) {
    WATCHES.forEach(watch -> watch.wrote(where, bytes, offset, length));
  }

  private static final class Tee extends OutputStream {
    private final String where;
    private final PrintStream original;

    Tee(String where, PrintStream original) {
      this.where = where;
      this.original = original;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      original.write(bytes, offset, length);
      tell(where, bytes, offset, length);
    }

    @Override
    public void flush() {
      original.flush();
    }
  }

  private static final class HeardLog extends Handler {
    HeardLog() {
      setLevel(Level.ALL);
      setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord entry) {
      byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
      tell("the log", line, 0, line.length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
