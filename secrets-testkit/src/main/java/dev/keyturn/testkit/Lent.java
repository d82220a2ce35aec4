package dev.keyturn.testkit;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A store and a clock that several {@code Secrets} share, as one of them has it: it sees whether that one
 * was used and closed, and closing it leaves the others alone.
 */
final class Lent implements BatchStore, TimeSource {
  private final InMemoryStore store;
  private final ManualTime time;
  private final Delays delays;
  private volatile boolean used;
  private volatile boolean closed;

  Lent(InMemoryStore store, ManualTime time) {
    this.store = store;
    this.time = time;
    this.delays = new Delays(time);
  }

  boolean isLeftOpen() {
    return used && !closed;
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    return store.fetch(ref, timeout, delays);
  }

  @Override
  public Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException, InterruptedException {
    return store.fetchAll(refs, timeout, delays);
  }

  @Override
  public List<SecretRef> candidates(SecretRef ref) {
    return store.candidates(ref);
  }

  @Override
  public Map<String, String> describe() {
    return store.describe();
  }

  @Override
  public void close() {
    closed = true;
    delays.end();
  }

  @Override
  public Instant instant() {
    used = true;
    return time.instant();
  }

  @Override
  public long nanos() {
    used = true;
    return time.nanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    used = true;
    return time.schedule(delay, task);
  }

  @Override
  public void execute(Runnable task) {
    used = true;
    time.execute(task);
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    time.await(done);
  }
}
