package dev.keyturn.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged from its making to its closing. */
final class LogLines extends Handler {
  private final Logger logger = Logger.getLogger("dev.keyturn");
  private final boolean toParents = logger.getUseParentHandlers();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  LogLines() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  List<String> at(Level level) {
    return records.stream()
        .filter(line -> line.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  List<String> warnings() {
    return at(Level.WARNING);
  }

  List<String> infos() {
    return at(Level.INFO);
  }

  @Override
  public void publish(LogRecord line) {
    records.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(toParents);
  }
}
