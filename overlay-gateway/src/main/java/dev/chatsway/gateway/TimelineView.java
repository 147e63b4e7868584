package dev.chatsway.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatsway.session.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A timeline as the session API shows it, in JSON and in CSV. All times are ISO 8601 in UTC, values have two decimals. */
record TimelineView(
    Instant now,
    int bucketSeconds,
    @Nullable Instant lastVote,
    Map<String, Instant> sources,
    List<Point> points,
    List<Event> events) {

  private static final int BUCKET_SECONDS = 10;

  record Point(
      Instant at, double value, @JsonProperty("for") int votesFor, int against) {}

  record Event(Instant at, String type) {}

  static TimelineView of(Timeline timeline) {
    var sources = new TreeMap<String, Instant>();
    timeline.sources().forEach((source, at) -> sources.put(source.wire(), at));
    return new TimelineView(
        timeline.now(),
        BUCKET_SECONDS,
        timeline.lastVote().orElse(null),
        sources,
        timeline.points().stream()
            .map(point -> new Point(
                point.at(), rounded(point.value()), point.votesFor(), point.votesAgainst()))
            .toList(),
        timeline.events().stream()
            .map(event -> new Event(event.at(), event.what().name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  /** RFC 4180: one line for each 10 s. No cell ever needs quotes: they are times, numbers and the words of events. */
  String csv() {
    var csv = new StringBuilder("at,value,for,against,events\r\n");
    int next = 0;
    for (var point : points) {
      csv.append(point.at()).append(',').append(point.value()).append(',');
      csv.append(point.votesFor()).append(',').append(point.against()).append(',');
      var end = point.at().plus(BUCKET_SECONDS, ChronoUnit.SECONDS);
      for (var between = ""; next < events.size() && events.get(next).at().isBefore(end); next++) {
        csv.append(between).append(events.get(next).type());
        between = " ";
      }
      csv.append("\r\n");
    }
    return csv.toString();
  }

  /** Halves away from zero; never a negative zero. */
  private static double rounded(double value) {
    return Math.signum(value) * Math.round(Math.abs(value) * 100) / 100 + 0.0;
  }
}
