package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.Contestant.Kind;
import dev.keyturn.model.SecretsObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Eight readers, once a millisecond each, of a secret that is due again and cannot be had. */
final class Outages {
  private static final Duration TTL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final Duration OUTAGE = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Outages() {}

  /**
   * A store that fails every call for five seconds.
   *
   * @param calls to the store meanwhile
   * @param lines logged meanwhile
   * @param failures reads that failed
   * @param toFresh seconds from the store's recovery until the new version was read
   */
  record Down(int calls, long lines, long failures, double toFresh) {}

  static Down down(Kind kind) throws Exception {
    Source source = new Source();
    try (Contestant contestant = kind.open(source, TTL)) {
      contestant.get();
      try (Readers readers = new Readers(contestant, PAUSE);
          LogLines lines = new LogLines()) {
        Thread.sleep(TTL.toMillis() / 2);
        int before = source.calls();
        readers.forget();
        source.down(true);
        Thread.sleep(OUTAGE.toMillis());
        int calls = source.calls() - before;
        long logged = lines.count();
        long failures = readers.failures();
        source.rotate();
        source.down(false);
        return new Down(calls, logged, failures, secondsUntilSeen(source, readers));
      }
    }
  }

  private static double secondsUntilSeen(Source source, Readers readers)
      throws InterruptedException {
    long began = System.nanoTime();
    String wanted = Source.text(source.version());
    while (!readers.seen().equals(wanted)) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        return Double.POSITIVE_INFINITY;
      }
      Thread.sleep(1);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /**
   * A store that takes calls and does not answer for eight seconds.
   *
   * @param longest read, in seconds
   * @param longestAfter the longest read after the cache knew of a failed attempt; not a number where it
   *     never did
   */
  record Silent(double longest, double longestAfter) {}

  static Silent silent(Kind kind) throws Exception {
    Source source = new Source();
    CountDownLatch noticed = new CountDownLatch(1);
    try (Contestant contestant = kind.open(source, TTL, onOutage(noticed))) {
      contestant.get();
      Readers readers = new Readers(contestant, PAUSE);
      try (readers) {
        Thread.sleep(TTL.toMillis() / 2);
        readers.forget();
        source.deaf(true);
        boolean known = noticed.await(SILENCE.toMillis() / 2, TimeUnit.MILLISECONDS);
        Latencies before = readers.latencies();
        Thread.sleep(PAUSE.toMillis() * 100); // whoever waited for the attempt is let go
        readers.forget();
        Thread.sleep(SILENCE.toMillis() / 2);
        Latencies after = readers.latencies();
        double then = known ? after.longest() / 1e9 : Double.NaN;
        source.deaf(false);
        readers.close();
        long longest = Math.max(before.longest(), readers.latencies().longest());
        return new Silent(longest / 1e9, then);
      }
    }
  }

  private static SecretsObserver onOutage(CountDownLatch noticed) {
    return new SecretsObserver() {
      @Override
      public void onOutageBegin(Outage outage) {
        noticed.countDown();
      }
    };
  }
}
