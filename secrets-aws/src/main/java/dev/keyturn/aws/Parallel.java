package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a batch side by side, all under the deadline of the one fetch. */
final class Parallel<I, O> {
  private static final int MOST_AT_ONCE = 16;

  private final TimeSource time;
  private final Call<I, O> call;
  private final List<I> inputs;
  private final AtomicReferenceArray<Outcome<O>> outcomes;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger left;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** One call. */
  @FunctionalInterface
  interface Call<I, O> {
    O run(I input) throws StoreException, InterruptedException;
  }

  /** How one call ended: exactly one of the two is there. */
  record Outcome<O>(@Nullable O answer, @Nullable StoreException failure) {}

  private Parallel(TimeSource time, List<I> inputs, Call<I, O> call) {
    this.time = time;
    this.inputs = inputs;
    this.call = call;
    this.outcomes = new AtomicReferenceArray<>(inputs.size());
    this.left = new AtomicInteger(inputs.size());
  }

  /** Gives an outcome for each input, in their order. */
  static <I, O> List<Outcome<O>> run(TimeSource time, List<I> inputs, Call<I, O> call)
      throws InterruptedException {
    Parallel<I, O> calls = new Parallel<>(time, inputs, call);
    if (inputs.size() == 1) {
      calls.run(0);
    } else if (!inputs.isEmpty()) {
      calls.runAll();
    }
    return calls.outcomes();
  }

  private void runAll() throws InterruptedException {
    Duration timeout = Deadline.current().left();
    for (int i = 0; i < Math.min(MOST_AT_ONCE, inputs.size()); i++) {
      time.execute(() -> work(timeout));
    }
    TimeSource.Timer timer = time.schedule(timeout, () -> done.complete(null));
    try {
      time.await(done);
    } finally {
      timer.cancel();
      next.set(inputs.size());
    }
  }

  private void work(Duration timeout) {
    try {
      Deadline.within(time, timeout, () -> {
        for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
          run(i);
        }
        return inputs;
      });
    } catch (InterruptedException e) {
      done.complete(null);
    }
  }

  private void run(int index) throws InterruptedException {
    try {
      outcomes.set(index, new Outcome<>(call.run(inputs.get(index)), null));
    } catch (StoreException e) {
      outcomes.set(index, new Outcome<>(null, e));
    } catch (RuntimeException e) {
      outcomes.set(
          index,
          new Outcome<>(
              null, new StoreException(ErrorCode.INTERNAL, "a call of the batch broke", e)));
    }
    if (left.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  private List<Outcome<O>> outcomes() {
    List<Outcome<O>> all = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Outcome<O> outcome = outcomes.get(i);
      all.add(outcome == null ? new Outcome<>(null, overdue()) : outcome);
    }
    return all;
  }

  private static StoreException overdue() {
    return new StoreException(ErrorCode.TIMEOUT, "a call of the batch did not end in time");
  }
}
