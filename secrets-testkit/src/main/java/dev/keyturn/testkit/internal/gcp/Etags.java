package dev.keyturn.testkit.internal.gcp;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Marks of what has changed, with the quotes that belong to them. */
final class Etags {
  private static final AtomicLong LAST = new AtomicLong(0x1631abcfda90d9L);

  private Etags() {}

  static String next() {
    return String.format(Locale.ROOT, "\"%x\"", LAST.addAndGet(4099));
  }
}
