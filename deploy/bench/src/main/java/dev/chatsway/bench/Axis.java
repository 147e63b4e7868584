package dev.chatsway.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An axis from 0 to a round number.
 *
 * @param step between ticks: 1, 2 or 5 times a power of ten
 * @param steps how many there are
 */
record Axis(double step, int steps) {

  private static final int MOST_STEPS = 6;

  /** The shortest axis of at most six steps that reaches so far. */
  static Axis upTo(double greatest) {
    double reach = greatest > 0 ? greatest : 1;
    double power = Math.pow(10, Math.floor(Math.log10(reach)) - 1);
    while (true) {
      for (int digit : new int[] {1, 2, 5}) {
        int steps = (int) Math.ceil(reach / (digit * power) - 1e-9);
        if (steps <= MOST_STEPS) {
          return new Axis(digit * power, steps);
        }
      }
      power *= 10;
    }
  }

  /** Where the ticks are, 0 and the end too. */
  List<Double> ticks() {
    return IntStream.rangeClosed(0, steps).mapToObj(i -> i * step).toList();
  }

  /** Where a value is: 0 at the beginning, 1 at the end. */
  double share(double value) {
    return value / (step * steps);
  }

  /** A tick as it is written: as many decimals as the step has. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
  }
}
