package dev.chatsway.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A cumulative histogram as a server counts it: how many values were at most each limit.
 *
 * @param limits rising; the last may be infinite
 * @param counts never falling, one a limit
 */
record Buckets(List<Double> limits, List<Double> counts) {

  /** What came since an earlier look at the same histogram. */
  Buckets since(Buckets earlier) {
    if (earlier.counts.isEmpty()) {
      return this;
    }
    if (!limits.equals(earlier.limits)) {
      throw new IllegalArgumentException(
          "buckets of " + limits + " and of " + earlier.limits + " cannot be compared");
    }
    var differences = new ArrayList<Double>();
    for (int i = 0; i < limits.size(); i++) {
      differences.add(counts.get(i) - earlier.counts.get(i));
    }
    return new Buckets(limits, List.copyOf(differences));
  }

  /** How many values. */
  double total() {
    return counts.isEmpty() ? 0 : counts.get(counts.size() - 1);
  }

  /**
   * An upper bound: the limit of the bucket that the percentile is in.
   *
   * @param percentile above 0, at most 100: the greatest value
   * @return 0 if there are no values
   */
  double atMost(double percentile) {
    double rank = Math.ceil(total() * percentile / 100);
    for (int i = 0; i < limits.size(); i++) {
      if (rank > 0 && counts.get(i) >= rank) {
        return limits.get(i);
      }
    }
    return 0;
  }
}
