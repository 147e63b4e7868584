package dev.chatsway.bench;

import dev.chatsway.bench.NemesisOverlay.Seen;

/** How a bar of the nemesis counts, and the law that it has to follow (docs/interface.md, section 1). */
enum NemesisBar {
  COUNTING(0, "sum", 0.1, 0),
  DECAYING(1, "sum", 1, 0.2),
  SHARE(2, "share", 1, 0.1),
  AUTO(3, "auto", 1, 0.5);

  private static final double EXACT = 1e-6;

  private final int number;
  private final String scale;
  private final double voteDelta;
  private final double decayRate;

  NemesisBar(int number, String scale, double voteDelta, double decayRate) {
    this.number = number;
    this.scale = scale;
    this.voteDelta = voteDelta;
    this.decayRate = decayRate;
  }

  /** Its place among the bars of a run. */
  int number() {
    return number;
  }

  String settings() {
    return "{\"debounceMillis\":0,\"scale\":\"%s\",\"voteDelta\":%s,\"decayRate\":%s}"
        .formatted(scale, voteDelta, decayRate);
  }

  /** What is left of a vote after some nanoseconds. */
  double left(long nanos) {
    return Math.exp(-decayRate * Math.max(0, nanos) / 1e9);
  }

  /** Whether the value is what the law makes of the tallies; no sum here comes near an end of the scale. */
  boolean agrees(Seen seen) {
    double pro = seen.json().path("for").asDouble();
    double contra = seen.json().path("against").asDouble();
    double value = switch (this) {
      case COUNTING, DECAYING -> voteDelta * (pro - contra);
      case SHARE -> 100 * (pro - contra) / (pro + contra + 3);
      case AUTO -> 100 * (pro - contra) / Math.sqrt((pro + contra) * (pro + contra) + 4);
    };
    return Math.abs(value - seen.value()) <= EXACT;
  }
}
