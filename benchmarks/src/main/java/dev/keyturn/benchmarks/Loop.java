package dev.keyturn.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison: reads over and over. Each side is a class of its own with a loop of its own,
 * so that the compiler sees one kind of read in it. What ends the loop is read from memory each time, as
 * in JMH's loops: an unrolled loop would tell how many reads fit side by side, not what one costs.
 */
abstract class Loop {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What every read gives; another outcome is counted, which never happens but is checked. */
  final @Nullable Object expected;

  volatile int end;

  Loop(@Nullable Object expected) {
    this.expected = expected;
  }

  /** Reads until {@link #end} and counts what was not expected. */
  abstract int run();

  /** The thread's own time for it, in which what else the machine does has no part. */
  double nanosPerRead(int reads) {
    end = reads;
    long began = THREADS.getCurrentThreadCpuTime();
    int wrong = run();
    long took = THREADS.getCurrentThreadCpuTime() - began;
    if (wrong != 0) {
      throw new IllegalStateException(wrong + " reads gave something else");
    }
    return (double) took / reads;
  }
}
