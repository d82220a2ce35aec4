package dev.keyturn.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/** How long reads took, in buckets that are each an eighth of a power of two wide. */
final class Latencies {
  private static final int PARTS = 8;

  private final AtomicLongArray buckets = new AtomicLongArray(64 * PARTS);
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  void add(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(nanos, PARTS)));
    longest.accumulate(nanos);
  }

  long longest() {
    return longest.get();
  }

  /** Nanoseconds that this share of the reads did not exceed, rounded up to the end of their bucket. */
  long percentile(double share) {
    long wanted = (long) Math.ceil(count() * share);
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted) {
        return Math.min(end(i), longest());
      }
    }
    return longest();
  }

  private long count() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    return count;
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int part = (int) (nanos >>> (power - 3)) & (PARTS - 1);
    return power * PARTS + part;
  }

  private static long end(int bucket) {
    int power = bucket / PARTS;
    return (PARTS + bucket % PARTS + 1L) << (power - 3);
  }
}
