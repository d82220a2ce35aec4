package dev.keyturn.internal;

import dev.keyturn.model.CachePolicy;
import dev.keyturn.spi.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/** What all parts of one engine share. */
final class Core {
  static final System.Logger LOG = System.getLogger("dev.keyturn");

  final Settings settings;
  final TimeSource time;
  final Observers observers;
  final SecretCache cache;
  final Leases leases;
  final Suspension suspension;
  private final AtomicLong moments = new AtomicLong();
  private volatile boolean closed;

  Core(Settings settings, TimeSource time, Runnable closer) {
    this.settings = settings;
    this.time = time;
    this.observers = new Observers(settings.observers(), time);
    this.cache = new SecretCache(settings.cache().maxEntries());
    this.leases = new Leases(this, closer);
    this.suspension = new Suspension(time);
  }

  CachePolicy policy() {
    return settings.cache();
  }

  long now() {
    return time.nanos();
  }

  /**
   * The next number in the order of events. What began after a moment has a higher one, also where the
   * clock has not moved between the two.
   */
  long moment() {
    return moments.incrementAndGet();
  }

  boolean isClosed() {
    return closed;
  }

  /** From here on everybody is told CLOSED, and no listener begins. */
  synchronized void markClosed() {
    closed = true;
  }

  /** Whether a listener may begin. It cannot begin after {@link #markClosed()} has returned. */
  synchronized boolean beginListener() {
    return !closed;
  }
}
