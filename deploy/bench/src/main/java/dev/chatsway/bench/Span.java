package dev.chatsway.bench;

/** From one instant to another, by {@link System#nanoTime}. */
record Span(long from, long to) {

  long length() {
    return to - from;
  }

  /** How much of it lies between two instants. */
  long within(long start, long end) {
    return Math.max(0, Math.min(to, end) - Math.max(from, start));
  }

  boolean holds(long instant) {
    return from <= instant && instant <= to;
  }

  boolean overlaps(long start, long end) {
    return from <= end && start <= to;
  }
}
