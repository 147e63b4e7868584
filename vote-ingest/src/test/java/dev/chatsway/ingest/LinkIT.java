package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER =
      IngestServer.start(REDIS, "chatsway.ingest.link.reply = \"{status} {value}\"");

  private final Session session = SERVER.session("", "");

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  private String reply(String query, String... headers) {
    var answer = SERVER.fetch("/vote/" + session.linkToken() + query, headers);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return answer.body();
  }

  @ParameterizedTest
  @CsvSource({
    "?voter=a&text=yes, ok 10",
    "?voter=a&text=%2B1, ok 10",
    "?voter=a&text=%2B, ok 10",
    "?voter=a&text=+, ok 10",
    "?voter=a&text=+++, ok 10",
    "?voter=a&text=+1, ok 10",
    "?voter=a&text=yes+yes, ok 10",
    "?voter=a&text=+2, 'no_vote '",
    "?voter=a&text=%2B2, 'no_vote '",
    "?voter=a&text=c++, 'no_vote '",
    "?voter=a&text=+1+1, ok 10",
    "?voter=a&text=+%20+, ok 10",
    "?voter=a&text=yes+%2B1, 'no_vote '",
    "?voter=a&text=%20yes%20, ok 10",
    "?voter=a&text=%25zz, 'no_vote '",
    "?voter=a&voter=b&text=yes&text=no, ok 10",
    "?voter=a&text=%01ACTION%20yes%01, ok 10",
    "?voter=a&text=-, ok -10",
    "?voter=a&text=%EF%BC%91, ok 10",
    "?voter=a&side=for, ok 10",
    "?voter=a&side=AGAINST, ok -10",
    "?voter=a&text=yes&unknown=1, ok 10",
    "?voter=a&text=hello, 'no_vote '",
    "?voter=a&text=, 'no_vote '",
    "?voter=a&text=%00, 'no_vote '",
    "?voter=a, 'invalid '",
    "?voter=&text=yes, 'invalid '",
    "?text=yes, 'invalid '",
    "?voter=a&text=yes&side=for, 'invalid '",
    "?voter=a&side=up, 'invalid '",
    "?voter=a&text=yes&id=, 'invalid '",
    "'', 'invalid '",
  })
  void aFetchedUrlIsAlwaysAnswered200(String query, String reply) {
    assertThat(reply(query)).isEqualTo(reply);
  }

  @Test
  void nightbotNamesTheViewerInAHeader() {
    SERVER.change(session, "'debounceMillis':60000");
    var user = "name=nb&displayName=NB&provider=twitch&providerId=%s&userLevel=everyone";
    assertThat(reply("?text=yes", "Nightbot-User", user.formatted(1))).isEqualTo("ok 10");
    assertThat(reply("?text=yes", "Nightbot-User", user.formatted(1))).isEqualTo("debounced 10");
    assertThat(reply("?text=yes", "Nightbot-User", user.formatted(2))).isEqualTo("ok 20");
    assertThat(reply("?text=yes", "Nightbot-User", "%%%")).isEqualTo("invalid ");
  }

  @ParameterizedTest
  @CsvSource({
    "+%20because, FOR",
    "yes+please, FOR",
    "1+because, NO_VOTE",
    "2%20because, AGAINST",
    "no%2C+why, AGAINST",
  })
  void aPlusIsReadAsItWasMeant(String text, String side) {
    SERVER.change(session, "'match':'leading'");
    var value = Map.of("FOR", "ok 10", "AGAINST", "ok -10", "NO_VOTE", "no_vote ");
    assertThat(reply("?voter=a&text=" + text)).isEqualTo(value.get(side));
  }

  @Test
  void anIdCountsOnce() {
    assertThat(reply("?voter=a&text=yes&id=1")).isEqualTo("ok 10");
    assertThat(reply("?voter=b&text=yes&id=1")).isEqualTo("duplicate 10");
  }

  @Test
  void aTokenThatIsUnknownOrRotatedVotesNowhere() {
    assertThat(SERVER.fetch("/vote/nobody's?voter=a&text=yes").body()).isEqualTo("no_session ");
    assertThat(
            SERVER.fetch("/vote/" + session.voteToken() + "?voter=a&text=yes").body())
        .isEqualTo("no_session ");
    assertThat(reply("?voter=a&text=yes")).isEqualTo("ok 10");
    get(SERVER.sessions.rotate(session.id(), SecretKind.LINK_TOKEN));
    assertThat(reply("?voter=a&text=yes")).isEqualTo("no_session ");
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vote", "/vote/", "/vote/%s/yes", "/vote/%s/x/y/"})
  void aLinkWithoutATokenOrWithMoreBehindItIsAnswered200(String path) {
    var answer = SERVER.fetch(path.replace("%s", session.linkToken()) + "?voter=a&text=yes");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("no_session ");
  }

  @Test
  void theReplyIsEmptyUnlessItIsSet() {
    try (var server = IngestServer.start(REDIS, "")) {
      assertThat(
              server.fetch("/vote/" + session.linkToken() + "?voter=a&text=yes").body())
          .isEmpty();
    }
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }
}
