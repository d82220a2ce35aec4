package dev.keyturn.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What repeated measurements came to: the median, and the quartiles to tell how far to trust it. */
record Spread(double lower, double median, double upper) {
  static Spread of(Collection<Double> samples) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  static Spread of(double... samples) {
    return of(Arrays.stream(samples).boxed().toList());
  }

  /** The value below which that share of the samples lies, between the two nearest. */
  static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The median, then the quartiles, with so many decimals. */
  String text(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, lower, upper);
  }
}
