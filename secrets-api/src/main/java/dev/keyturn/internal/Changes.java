package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a store says of changes of one secret, however often: it is taken up once a second. */
final class Changes {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Core core;
  private final Entry entry;
  private TimeSource.@Nullable Timer timer;
  private long allowedAt;
  private boolean stopped;

  Changes(Core core, Entry entry) {
    this.core = core;
    this.entry = entry;
    this.allowedAt = core.now();
  }

  /** A fetch under way may have been answered before the change; then another one follows. */
  void heard() {
    boolean asking = entry.isAsking();
    synchronized (this) {
      long now = core.now();
      if (stopped || timer != null) {
        return;
      }
      if (asking || Nanos.isBefore(now, allowedAt)) {
        long later = asking ? Nanos.plus(now, BETWEEN) : allowedAt;
        timer = core.time.schedule(Nanos.until(later, now), this::later);
        return;
      }
      allowedAt = Nanos.plus(now, BETWEEN);
    }
    entry.changed();
  }

  private void later() {
    synchronized (this) {
      timer = null;
    }
    heard();
  }

  /** The entry's lock may be held. */
  synchronized void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
