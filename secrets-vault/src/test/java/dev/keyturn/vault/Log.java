package dev.keyturn.vault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs meanwhile, in place of the console. */
final class Log extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.keyturn");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  Log() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getMessage() + (line.getThrown() == null ? "" : line.getThrown()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
