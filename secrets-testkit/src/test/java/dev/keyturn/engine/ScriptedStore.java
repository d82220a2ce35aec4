package dev.keyturn.engine;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store that answers as the test's script says, and notes each call and its time. */
final class ScriptedStore implements BatchStore {
  /** What to answer. */
  @FunctionalInterface
  interface Script {
    StoredSecret answer(SecretRef ref, Duration timeout)
        throws StoreException, InterruptedException;
  }

  /** What a batch answers. */
  @FunctionalInterface
  interface BatchScript {
    Map<SecretRef, Result> answer(Collection<SecretRef> refs) throws StoreException;
  }

  /** What to answer where a value is known already. */
  @FunctionalInterface
  interface ChangeScript {
    Optional<StoredSecret> answer(SecretRef ref, StoredSecret known) throws StoreException;
  }

  /** One call. */
  record Call(String how, List<String> paths, Duration at, Duration timeout) {}

  private static final BatchScript NO_BATCH = refs -> Map.of();

  private final ManualTime time;
  private final long start;
  private final List<Call> calls = new ArrayList<>();
  private volatile Script script = (ref, timeout) -> StoredSecret.of("value");
  private volatile BatchScript batch = NO_BATCH;
  private volatile ChangeScript change;
  private volatile boolean closed;

  ScriptedStore(ManualTime time) {
    this.time = time;
    this.start = time.nanos();
  }

  void script(Script next) {
    script = next;
  }

  void value(String value) {
    script = (ref, timeout) -> StoredSecret.of(value);
  }

  void fail(ErrorCode code) {
    script = (ref, timeout) -> {
      throw new StoreException(code, "scripted");
    };
  }

  /** From now on a call ends only when what is returned does; an interrupt ends it too. */
  CompletableFuture<StoredSecret> block() {
    CompletableFuture<StoredSecret> gate = new CompletableFuture<>();
    script = (ref, timeout) -> {
      time.await(gate);
      return gate.join();
    };
    return gate;
  }

  /** From now on a call takes all the time it is given, and fails. */
  void blackHole() {
    script = (ref, timeout) -> {
      CompletableFuture<Void> over = new CompletableFuture<>();
      time.schedule(timeout, () -> over.complete(null));
      time.await(over);
      throw new StoreException(ErrorCode.TIMEOUT, "nobody answered");
    };
  }

  void batch(BatchScript next) {
    batch = next;
  }

  void change(ChangeScript next) {
    change = next;
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  synchronized int count() {
    return calls.size();
  }

  synchronized long count(String path) {
    return calls.stream().filter(call -> call.paths().contains(path)).count();
  }

  synchronized List<Duration> times() {
    return calls.stream().map(Call::at).toList();
  }

  synchronized void forgetCalls() {
    calls.clear();
  }

  boolean isClosed() {
    return closed;
  }

  private synchronized void note(String how, Collection<SecretRef> refs, Duration timeout) {
    List<String> paths = refs.stream().map(SecretRef::path).toList();
    calls.add(new Call(how, paths, Duration.ofNanos(time.nanos() - start), timeout));
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    note("fetch", List.of(ref), timeout);
    return script.answer(ref, timeout);
  }

  @Override
  public Optional<StoredSecret> fetchIfChanged(SecretRef ref, StoredSecret known, Duration timeout)
      throws StoreException, InterruptedException {
    ChangeScript asked = change;
    if (asked == null) {
      return Optional.of(fetch(ref, timeout));
    }
    note("ifChanged", List.of(ref), timeout);
    return asked.answer(ref, known);
  }

  @Override
  public Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException {
    BatchScript asked = batch;
    if (asked == NO_BATCH) {
      return Map.of();
    }
    note("batch", refs, timeout);
    return asked.answer(refs);
  }

  @Override
  public void close() {
    closed = true;
  }
}
