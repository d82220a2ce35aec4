package dev.keyturn.interop;

import java.io.PrintWriter;
import java.io.StringWriter;

/** All that somebody could print of a failure. */
public final class Traces {
  private Traces() {}

  public static String all(Throwable failure) {
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.toString()).append(String.valueOf(cause.getLocalizedMessage()));
      for (Throwable suppressed : cause.getSuppressed()) {
        all.append(all(suppressed));
      }
    }
    return all.toString();
  }
}
