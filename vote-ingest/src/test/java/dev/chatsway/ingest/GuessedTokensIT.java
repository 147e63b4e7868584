package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Authorization;
import dev.chatsway.redis.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What an address that has sent too many wrong tokens may still do. */
final class GuessedTokensIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  private static HttpRequest bearer(String token) {
    return HttpRequest.POST("/webhooks/votes")
        .addHeader(Authorization.oauth2(token))
        .withEntity(ContentTypes.APPLICATION_JSON, "{\"voter\":\"a\",\"text\":\"yes\"}");
  }

  private static HttpRequest link(String token) {
    return HttpRequest.GET("/vote/" + token + "?voter=b&text=yes");
  }

  private static long lookUps() {
    return REDIS
        .client()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_get:") || line.startsWith("cmdstat_fcall"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void itsGuessesAreNotLookedUp() throws Exception {
    long before = lookUps();
    for (int i = 0; i < 20; i++) {
      assertThat(SERVER.answerToGuesser(bearer("guess" + i)).status().intValue())
          .isEqualTo(429);
      assertThat(SERVER.answerToGuesser(link("guess" + i)).status().intValue()).isEqualTo(200);
    }
    assertThat(lookUps()).isEqualTo(before);
    assertThat(SERVER.rejected("bot", "too_many_guesses")).isEqualTo(20);
    assertThat(SERVER.rejected("link", "too_many_guesses")).isEqualTo(20);
  }

  @Test
  void tokensThatAreKnownGoOnVoting() throws Exception {
    var session = SERVER.session("", "");
    SERVER.send(Sent.bearer(session.voteToken(), "{'voter':'a','text':'yes'}"));
    SERVER.fetch("/vote/" + session.linkToken() + "?voter=b&text=yes");
    SERVER.answerToGuesser(bearer(session.voteToken()));
    SERVER.answerToGuesser(link(session.linkToken()));
    assertThat(SERVER.live(session).value()).isEqualTo(40);
  }
}
