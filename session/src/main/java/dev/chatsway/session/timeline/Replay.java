package dev.chatsway.session.timeline;

import dev.chatsway.session.VoteSource;
import dev.chatsway.session.timeline.Timeline.Event;
import dev.chatsway.session.timeline.Timeline.Point;
import dev.chatsway.session.timeline.Timeline.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns entries into points: the law gives the value where nothing happened (ADR 0012). */
public final class Replay {

  private final List<Entry> entries;
  private final long nowMillis;
  private final double valueNow;

  /** Takes entries in order; {@code valueNow} is the value at {@code nowMillis}. */
  public Replay(List<Entry> entries, long nowMillis, double valueNow) {
    this.entries = entries;
    this.nowMillis = nowMillis;
    this.valueNow = valueNow;
  }

  /** The last {@code buckets} tens of seconds, or as many as there are entries about. */
  public Timeline last(int buckets) {
    long newest = bucket(nowMillis);
    long oldest = entries.isEmpty()
        ? newest
        : Math.max(newest - buckets + 1, bucket(entries.get(0).curve().fromMillis()));
    return new Timeline(
        Instant.ofEpochMilli(nowMillis),
        points(Math.min(oldest, newest), newest),
        events(oldest * Entry.BUCKET_MILLIS),
        lastVote(),
        sources());
  }

  private List<Point> points(long oldest, long newest) {
    var points = new ArrayList<Point>((int) (newest - oldest + 1));
    Curve curve = null;
    int next = 0;
    for (long bucket = oldest; bucket <= newest; bucket++) {
      long end = (bucket + 1) * Entry.BUCKET_MILLIS;
      int votesFor = 0;
      int votesAgainst = 0;
      // the last bucket takes all that is left: a clock that went back put it into the future
      for (; next < entries.size() && (bucket == newest || startsBefore(end, next)); next++) {
        var entry = entries.get(next);
        curve = entry.curve();
        if (bucket(curve.fromMillis()) >= oldest) {
          votesFor += entry.votesFor();
          votesAgainst += entry.votesAgainst();
        }
      }
      double value = bucket == newest || curve == null ? valueNow : curve.at(end);
      points.add(new Point(
          Instant.ofEpochMilli(bucket * Entry.BUCKET_MILLIS), value, votesFor, votesAgainst));
    }
    return points;
  }

  private boolean startsBefore(long end, int entry) {
    return entries.get(entry).curve().fromMillis() < end;
  }

  private List<Event> events(long sinceMillis) {
    return entries.stream()
        .filter(entry -> entry.curve().fromMillis() >= sinceMillis)
        .flatMap(entry -> what(entry.kind())
            .map(what -> new Event(Instant.ofEpochMilli(entry.curve().fromMillis()), what))
            .stream())
        .toList();
  }

  private static Optional<What> what(Entry.Kind kind) {
    return kind == Entry.Kind.POINT ? Optional.empty() : Optional.of(What.valueOf(kind.name()));
  }

  private Optional<Instant> lastVote() {
    return entries.stream()
        .filter(entry -> entry.votesFor() + entry.votesAgainst() > 0)
        .reduce((earlier, later) -> later)
        .map(Replay::at);
  }

  private Map<VoteSource, Instant> sources() {
    var last = new EnumMap<VoteSource, Instant>(VoteSource.class);
    for (var entry : entries) {
      entry.sources().forEach(source -> last.put(source, at(entry)));
    }
    return last;
  }

  private static Instant at(Entry entry) {
    return Instant.ofEpochMilli(entry.curve().fromMillis());
  }

  private static long bucket(long millis) {
    return Math.floorDiv(millis, Entry.BUCKET_MILLIS);
  }
}
