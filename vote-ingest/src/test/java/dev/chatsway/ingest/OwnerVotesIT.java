package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static dev.chatsway.ingest.IngestServer.json;
import static dev.chatsway.ingest.IngestServer.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Votes in the bars of an account that has signed in. */
final class OwnerVotesIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER =
      IngestServer.start(REDIS, "chatsway.ingest.owner-votes = 5"); // 50 at once

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  @Test
  void allBarsOfAnOwnerShareABudgetOfVotesAndThoseOfOthersDoNot() {
    var one = owned("twitch:1");
    var two = owned("twitch:1");
    assertThat(vote(one, 40)).containsOnly("ok");

    var beyond = vote(two, 40);

    assertThat(beyond.subList(0, 10)).containsOnly("ok");
    assertThat(beyond).contains("limited");
    assertThat(SERVER.metrics.get("chatsway.votes.over.owner.budget").counter().count())
        .isEqualTo((double) beyond.stream().filter("limited"::equals).count());
    assertThat(vote(owned("twitch:2"), 40)).containsOnly("ok");
    assertThat(vote(SERVER.session("", ""), 100)).containsOnly("ok");
  }

  @Test
  void whatIsNoVoteTakesNothingOfTheBudgetAndALimitedVoteHasNoValue() {
    var session = owned("twitch:3");
    var chatter = body(IntStream.range(0, 200).mapToObj(i -> "{'voter':'a','text':'hello'}"));
    assertThat(statuses(session, chatter)).containsOnly("no_vote");
    assertThat(vote(session, 50)).containsOnly("ok");

    String answer = SERVER.send(Sent.bearer(session.voteToken(), votes(100))).body();

    assertThat(answer).contains("{\"status\":\"limited\"}");
    assertThat(SERVER.live(session).value()).isEqualTo(100); // the bar stays what it was
  }

  private static Session owned(String account) {
    var settings = json("{'settings':{'decayRate':0,'debounceMillis':0}}");
    return get(SERVER.sessions.create(UUID.randomUUID(), account, SessionRequest.parse(settings)));
  }

  private static List<String> vote(Session session, int votes) {
    return statuses(session, votes(votes));
  }

  private static String votes(int count) {
    return body(IntStream.range(0, count).mapToObj(i -> "{'voter':'v" + i + "','side':'for'}"));
  }

  private static String body(Stream<String> votes) {
    return votes.collect(Collectors.joining(",", "[", "]"));
  }

  private static List<String> statuses(Session session, String body) {
    var answer = SERVER.send(Sent.bearer(session.voteToken(), body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return read(answer.body())
        .path("results")
        .valueStream()
        .map(result -> result.path("status").asString())
        .toList();
  }
}
