package dev.chatsway.standalone.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What became of Twitch's messages since the server started, as {@code chatsway_votes_total} in its metrics says.
 *
 * @param byStatus how often each status of docs/interface.md, section 3, has occurred
 */
record VoteCounts(Map<String, Long> byStatus) {

  private static final Pattern COUNT =
      Pattern.compile("(?m)^chatsway_votes_total\\{platform=\"twitch\",status=\"(\\w+)\"} (\\S+)$");

  /** Reads the text of {@code GET /metrics}. */
  static VoteCounts parse(String metrics) {
    var counts = new HashMap<String, Long>();
    var line = COUNT.matcher(metrics);
    while (line.find()) {
      counts.put(line.group(1), (long) Double.parseDouble(line.group(2)));
    }
    return new VoteCounts(Map.copyOf(counts));
  }

  long of(String status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** For a person. */
  @Override
  public String toString() {
    return "%s votes counted, %s debounced, %s duplicates, %s not votes"
        .formatted(of("ok"), of("debounced"), of("duplicate"), of("no_vote"));
  }
}
