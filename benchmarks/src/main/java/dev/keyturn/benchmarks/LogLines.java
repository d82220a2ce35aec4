package dev.keyturn.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged, by whomever, instead of showing it. */
final class LogLines extends Handler implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");

  private final Handler[] shown = ROOT.getHandlers();
  private final AtomicLong count = new AtomicLong();

  LogLines() {
    for (Handler handler : shown) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(this);
  }

  long count() {
    return count.get();
  }

  @Override
  public void publish(LogRecord line) {
    count.incrementAndGet();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
    for (Handler handler : shown) {
      ROOT.addHandler(handler);
    }
  }
}
