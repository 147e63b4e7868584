package dev.chatsway.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VoteCountsTest {

  @Test
  void onlyTwitchsVotesAreReadFromTheMetrics() {
    var counts = VoteCounts.parse("""
        # HELP chatsway_votes_total
        # TYPE chatsway_votes_total counter
        chatsway_votes_total{platform="api",status="ok"} 7.0
        chatsway_votes_total{platform="twitch",status="no_vote"} 1.2345678E7
        chatsway_votes_total{platform="twitch",status="ok"} 41.0
        chatsway_redis_up 1.0
        """);

    assertThat(counts)
        .hasToString("41 votes counted, 0 debounced, 0 duplicates, 12345678 not votes");
  }
}
