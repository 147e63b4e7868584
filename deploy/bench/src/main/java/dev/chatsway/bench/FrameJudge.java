package dev.chatsway.bench;

import dev.chatsway.bench.NemesisOverlay.Seen;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Judges the frames that overlays received. A bar without votes is a clock: its value says when it was read.
 *
 * @param replacements from a second before a primary failed until it was the replica of another: an instance that does not hear
 *     of the new one at once, because it was paused, still reads votes that only the old one has
 * @param stalls when this process, and so perhaps the whole machine, did not get to run
 */
record FrameJudge(Findings findings, List<Span> replacements, List<Span> stalls, long start) {

  private static final double ROUNDED = 0.005;

  /** A reading may be 250 ms old, and the tick that says so comes 50 ms later. */
  private static final long OLDEST = 300_000_000;

  /** What a machine may take on which everything waits for a processor: clients know within a second. */
  private static final long BUSY = 700_000_000;

  /** Between votes a value never leaves neutral, and no revision comes after a later one. */
  void bar(NemesisBar bar, List<Seen> all) {
    Seen last = null;
    for (Seen seen : all) {
      if (seen.isBreak()) {
        last = null;
      } else if (seen.hasValue()) {
        if (!bar.agrees(seen)) {
          findings.add("law", bar + " " + seen.json());
        }
        if (last != null && !isReplaced(last.at(), seen.at())) {
          if (seen.revision() < last.revision() || seen.votes() < last.votes()) {
            findings.add("went_back", seen.json() + " after " + last.json() + at(seen.at()));
          } else if (seen.revision() == last.revision() && isFurther(seen, last)) {
            findings.add("not_monotone", seen.json() + " after " + last.json() + at(seen.at()));
          }
        }
        last = seen;
      }
    }
  }

  private static boolean isFurther(Seen seen, Seen last) {
    return Math.abs(seen.value()) > Math.abs(last.value()) || seen.value() * last.value() < 0;
  }

  /** When a clock began, as the frame that was quickest says. */
  static long began(List<List<Seen>> overlays, double decayRate) {
    return overlays.stream()
        .flatMap(List::stream)
        .filter(Seen::hasValue)
        .mapToLong(seen -> seen.at() - age(seen.value(), decayRate))
        .min()
        .orElseThrow();
  }

  private static long age(double value, double decayRate) {
    return (long) (Math.log(100 / value) / decayRate * 1e9);
  }

  /** A clock only goes on, and is never shown, nor left standing, when it is too old; returns the greatest age in ns. */
  long clock(List<Seen> all, long began, double decayRate, List<Span> away) {
    double least = Double.POSITIVE_INFINITY;
    Seen last = null; // if it is a value, and is shown until the next
    long oldest = 0;
    for (Seen seen : all) {
      if (last != null) {
        long read = began + age(last.value(), decayRate);
        if (away.stream().noneMatch(span -> span.overlaps(read, seen.at()))) {
          oldest = Math.max(oldest, judge("stood", seen, seen.at() - read, last, decayRate));
        }
      }
      last = null;
      if (seen.hasValue()) {
        last = seen;
        long read = began + age(seen.value(), decayRate);
        // a frame that was on its way when the instance was paused cannot be taken back
        long paused =
            away.stream().mapToLong(span -> span.within(read, seen.at())).sum();
        oldest = Math.max(oldest, judge("stale", seen, seen.at() - read - paused, seen, decayRate));
        if (seen.value() > least) {
          findings.add("not_monotone", seen.json() + " after " + least + at(seen.at()));
        }
        least = seen.value();
      }
    }
    return oldest;
  }

  /** What is left of an age without what this machine explains. */
  private long judge(String kind, Seen seen, long age, Seen shown, double decayRate) {
    long rounding = (long) (ROUNDED / (decayRate * shown.value()) * 1e9);
    long waited = LongStream.concat(
            LongStream.of(rounding),
            stalls.stream()
                .filter(span -> span.overlaps(seen.at() - age, seen.at()))
                .mapToLong(Span::length))
        .sum();
    long left = age - waited;
    if (left > OLDEST + BUSY) {
      findings.add(kind, "%s of %s ms%s".formatted(shown.json(), left / 1_000_000, at(seen.at())));
    }
    return left;
  }

  private boolean isReplaced(long from, long to) {
    return replacements.stream().anyMatch(span -> span.overlaps(from, to));
  }

  private String at(long instant) {
    return " at " + Math.round((instant - start) / 1e6) / 1e3 + " s";
  }
}
