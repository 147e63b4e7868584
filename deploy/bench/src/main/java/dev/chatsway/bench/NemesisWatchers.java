package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.bench.NemesisOverlay.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The overlays of one instance: one of each bar, and of the clock one of each protocol.
 *
 * @param clocks the default protocol, then {@code chatsway.v2}
 */
record NemesisWatchers(
    NemesisInstances.Place place, List<NemesisOverlay> bars, List<NemesisOverlay> clocks)
    implements AutoCloseable {

  private static final int POLL_MILLIS = 5;

  static NemesisWatchers of(NemesisInstances.Place place, List<Bar> bars, Bar clock) {
    return new NemesisWatchers(
        place,
        bars.stream()
            .map(bar -> new NemesisOverlay(place.url(), bar.socketPath(), true))
            .toList(),
        Stream.of(false, true)
            .map(v2 -> new NemesisOverlay(place.url(), clock.socketPath(), v2))
            .toList());
  }

  /** Waits until each has a value; returns whether that came about. */
  boolean awaitLive(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!all().allMatch(NemesisOverlay::isLive)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** What each overlay without a value has, in words. */
  List<String> notLive() {
    return all()
        .filter(overlay -> !overlay.isLive())
        .map(NemesisOverlay::toString)
        .toList();
  }

  /** The newest value of each bar, where there is one; meant for overlays that have just connected. */
  List<Optional<Seen>> values() {
    return bars.stream()
        .map(overlay ->
            overlay.seen().stream().filter(Seen::hasValue).reduce((first, second) -> second))
        .toList();
  }

  private Stream<NemesisOverlay> all() {
    return Stream.concat(bars.stream(), clocks.stream());
  }

  @Override
  public void close() {
    all().forEach(NemesisOverlay::close);
  }
}
