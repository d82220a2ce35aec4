package dev.keyturn.engine;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what some threads ask of the time. A hit asks nothing; whoever leaves the hit path needs a
 * deadline first, and so reads the clock.
 */
final class WatchedTime implements TimeSource {
  private final TimeSource time;
  private final Set<Thread> watched = ConcurrentHashMap.newKeySet();
  private final AtomicLong uses = new AtomicLong();

  WatchedTime(TimeSource time) {
    this.time = time;
  }

  void watch(Thread thread) {
    watched.add(thread);
  }

  /**
   * How often a watched thread asked for the time or for a timer. A thread may be asked for by the first
   * who hands out a version, to tell of it; once some test of this process has recorded, one listens.
   */
  long uses() {
    return uses.get();
  }

  private void note() {
    if (watched.contains(Thread.currentThread())) {
      uses.incrementAndGet();
    }
  }

  @Override
  public Instant instant() {
    note();
    return time.instant();
  }

  @Override
  public long nanos() {
    note();
    return time.nanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    note();
    return time.schedule(delay, task);
  }

  @Override
  public void execute(Runnable task) {
    time.execute(task);
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    note();
    time.await(done);
  }
}
