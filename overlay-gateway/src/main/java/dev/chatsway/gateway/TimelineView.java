package dev.chatsway.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatsway.session.RoundResult;
import dev.chatsway.session.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A timeline in the session API, as JSON and as CSV. All times are ISO 8601 in UTC, values have two decimals. */
record TimelineView(
    Instant now,
    int bucketSeconds,
    @Nullable Instant lastVote,
    Map<String, Instant> sources,
    List<Point> points,
    List<Event> events,
    List<RoundResult> rounds) {

  private static final int BUCKET_SECONDS = 10;

  record Point(
      Instant at, double value, @JsonProperty("for") int votesFor, int against) {}

  record Event(Instant at, String type) {}

  /** Includes those of {@code results} that fall into the timeline. */
  static TimelineView of(Timeline timeline, List<RoundResult> results) {
    var start = timeline.points().get(0).at();
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
            .toList(),
        results.stream().filter(result -> !result.endedAt().isBefore(start)).toList());
  }

  /** RFC 4180: one line for each 10 s. Only the results need quotes, because they contain users' texts. */
  String csv() {
    var csv = new StringBuilder("at,value,for,against,events,results\r\n");
    int next = 0;
    for (var point : points) {
      csv.append(point.at()).append(',').append(point.value()).append(',');
      csv.append(point.votesFor()).append(',').append(point.against()).append(',');
      var end = point.at().plus(BUCKET_SECONDS, ChronoUnit.SECONDS);
      for (var between = ""; next < events.size() && events.get(next).at().isBefore(end); next++) {
        csv.append(between).append(events.get(next).type());
        between = " ";
      }
      csv.append(',').append(results(point.at(), end)).append("\r\n");
    }
    return csv.toString();
  }

  /**
   * The results between two instants, as one cell. It begins with a #, so that no spreadsheet takes it for a formula.
   */
  private String results(Instant from, Instant until) {
    var cell = rounds.stream()
        .filter(result -> !result.endedAt().isBefore(from) && result.endedAt().isBefore(until))
        .sorted(Comparator.comparing(RoundResult::number))
        .map(TimelineView::sentence)
        .collect(Collectors.joining("; "));
    return cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static String sentence(RoundResult result) {
    var pro = result.forLabel().isEmpty() ? "For" : result.forLabel();
    var contra = result.againstLabel().isEmpty() ? "Against" : result.againstLabel();
    var outcome = switch (result.winner()) {
      case FOR -> pro + " wins";
      case AGAINST -> contra + " wins";
      case TIE -> "a tie";
      case NONE -> "no votes";
    };
    return "#" + result.number() + (result.question().isEmpty() ? "" : " " + result.question())
        + ": " + outcome + ", " + pro + " " + result.forVotes() + ", " + contra + " "
        + result.againstVotes();
  }

  /** Halves away from zero; never a negative zero. */
  private static double rounded(double value) {
    return Math.signum(value) * Math.round(Math.abs(value) * 100) / 100 + 0.0;
  }
}
