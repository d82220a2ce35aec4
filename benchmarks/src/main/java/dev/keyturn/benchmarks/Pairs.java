package dev.keyturn.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Two loops by turns in one run, so that whatever else the machine does meets both. */
final class Pairs {
  private static final int PAIRS = 60;
  private static final int WARM_UP = 30;
  private static final int READS = 1_000_000;

  private Pairs() {}

  /**
   * What a read costs on either side, in nanoseconds.
   *
   * @param base median of the side that is compared with
   * @param side median of the side that is judged
   * @param ratios the one divided by the other, pair by pair
   */
  record Result(double base, double side, Spread ratios) {
    /** One median divided by the other; {@link #ratios} tells how far to trust it. */
    double ratio() {
      return side / base;
    }
  }

  static Result compare(Loop base, Loop side) {
    for (int i = 0; i < WARM_UP; i++) {
      base.nanosPerRead(READS);
      side.nanosPerRead(READS);
    }
    List<Double> bases = new ArrayList<>();
    List<Double> sides = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      boolean swapped = i % 2 == 1;
      double first = (swapped ? side : base).nanosPerRead(READS);
      double second = (swapped ? base : side).nanosPerRead(READS);
      bases.add(swapped ? second : first);
      sides.add(swapped ? first : second);
      ratios.add(sides.get(i) / bases.get(i));
    }
    return new Result(Spread.of(bases).median(), Spread.of(sides).median(), Spread.of(ratios));
  }
}
