package dev.keyturn.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link Hits} in rounds, each benchmark once in a virtual machine of its own in every round, so that
 * a ratio is made of two runs that were close together.
 */
final class HitsRun {
  private static final int ROUNDS = 5;
  private static final TimeValue ITERATION = TimeValue.milliseconds(200);
  private static final int ITERATIONS = 5;
  private static final String BYTES = "gc.alloc.rate.norm";

  private final Map<String, List<Double>> nanos = new HashMap<>();
  private final Map<String, List<Double>> bytes = new HashMap<>();

  static HitsRun with(int threads) throws RunnerException {
    HitsRun run = new HitsRun();
    for (int i = 1; i <= ROUNDS; i++) {
      System.err.println("hits, " + threads + " at a time: round " + i + " of " + ROUNDS);
      new Runner(options(threads)).run().forEach(run::add);
    }
    return run;
  }

  private static Options options(int threads) {
    return new OptionsBuilder()
        .include(Hits.class.getName())
        .threads(threads)
        .forks(1)
        .warmupIterations(ITERATIONS)
        .warmupTime(ITERATION)
        .measurementIterations(ITERATIONS)
        .measurementTime(ITERATION)
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private void add(RunResult result) {
    String label = result.getPrimaryResult().getLabel();
    add(nanos, label, result.getPrimaryResult());
    result.getSecondaryResults().forEach((name, more) -> {
      if (name.endsWith(BYTES)) {
        add(bytes, label, more);
      }
    });
  }

  private static void add(Map<String, List<Double>> all, String label, Result<?> result) {
    all.computeIfAbsent(label, key -> new ArrayList<>()).add(result.getScore());
  }

  /** Nanoseconds of one read. */
  Spread nanos(String label) {
    return Spread.of(samples(nanos, label));
  }

  /** Bytes that one read allocates. */
  Spread bytes(String label) {
    return Spread.of(samples(bytes, label));
  }

  /** What one read costs in terms of another, round by round. */
  Spread ratio(String label, String base) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ratios.add(samples(nanos, label).get(i) / samples(nanos, base).get(i));
    }
    return Spread.of(ratios);
  }

  private static List<Double> samples(Map<String, List<Double>> all, String label) {
    List<Double> samples = all.get(label);
    if (samples == null || samples.size() != ROUNDS) {
      throw new IllegalStateException("not every round gave a figure for " + label);
    }
    return samples;
  }
}
