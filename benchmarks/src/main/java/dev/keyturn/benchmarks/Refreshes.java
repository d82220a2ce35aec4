package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.Contestant.Kind;
import java.time.Duration;

/** Eight readers while a slow source is asked again and again, each time with a new version. */
final class Refreshes {
  private static final Duration TTL = Duration.ofSeconds(2);
  private static final Duration LATENCY = Duration.ofMillis(200);
  private static final int SECONDS = 8;

  private Refreshes() {}

  /**
   * What the readers met.
   *
   * @param calls to the source meanwhile
   * @param waits reads that waited for anything, as the virtual machine counts it
   * @param latencies how long reads took
   */
  record Result(int calls, long waits, Latencies latencies) {}

  static Result measure(Kind kind) throws Exception {
    Source source = new Source();
    try (Contestant contestant = kind.open(source, TTL)) {
      contestant.get();
      contestant.get();
      source.latency(LATENCY);
      int before = source.calls();
      Readers readers = new Readers(contestant, Duration.ZERO);
      try (readers) {
        for (int i = 0; i < SECONDS * 2; i++) {
          Thread.sleep(500);
          source.rotate();
        }
      }
      return new Result(source.calls() - before, readers.waits(), readers.latencies());
    }
  }
}
