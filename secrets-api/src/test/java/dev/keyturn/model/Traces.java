package dev.keyturn.model;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as a log would show it: messages, causes, suppressed ones. */
final class Traces {
  private Traces() {}

  static String of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
