package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.Contestant.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Two hundred callers at once of a secret that is not yet cached. */
final class Cold {
  private static final int CALLERS = 200;
  private static final int ROUNDS = 9;
  private static final Duration LATENCY = Duration.ofMillis(200);

  private Cold() {}

  /**
   * What it took.
   *
   * @param calls to the source in a round, at most
   * @param slowest caller's time, in terms of the source's latency
   */
  record Result(int calls, Spread slowest) {}

  static Result measure(Kind kind) throws InterruptedException {
    round(kind, new Source()); // loads the classes
    int calls = 0;
    List<Double> slowest = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Source source = new Source();
      slowest.add(round(kind, source) / (double) LATENCY.toNanos());
      calls = Math.max(calls, source.calls());
    }
    return new Result(calls, Spread.of(slowest));
  }

  private static long round(Kind kind, Source source) throws InterruptedException {
    source.latency(LATENCY);
    Latencies latencies = new Latencies();
    CountDownLatch ready = new CountDownLatch(CALLERS);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(CALLERS);
    try (Contestant contestant = kind.open(source, Duration.ofMinutes(5))) {
      for (int i = 0; i < CALLERS; i++) {
        new Thread(() -> {
              ready.countDown();
              call(contestant, go, latencies);
              done.countDown();
            })
            .start();
      }
      ready.await();
      go.countDown();
      done.await();
    }
    return latencies.longest();
  }

  private static void call(Contestant contestant, CountDownLatch go, Latencies latencies) {
    try {
      go.await();
      long began = System.nanoTime();
      contestant.get();
      latencies.add(System.nanoTime() - began);
    } catch (Exception e) {
      throw new IllegalStateException("the source does not fail here", e);
    }
  }
}
