package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Session;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request is answered as docs/interface.md, section 6, says, and changes nothing. */
final class WebhookConformanceIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER =
      IngestServer.start(REDIS, "chatsway.ingest.body-timeout = 300ms");
  private static final Session SESSION =
      SERVER.session("{'platform':'twitch','id':'1'},{'platform':'kick','id':'1'}", "");

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  static Stream<Arguments> refused() {
    return RefusedRequests.refused(SESSION);
  }

  @ParameterizedTest(name = "{0}: {2} {3}")
  @MethodSource("refused")
  void aRefusedRequestSaysWhyAndChangesNothing(String what, Sent sent, int status, String reason) {
    assertRefused(SERVER.sendAlone(sent), status, reason);
  }

  @Test
  void aSignatureThatIsWrongInAnyOfItsCharactersIsRefused() {
    var now = Instant.now();
    var eventSub =
        Sent.eventSub("notification", now, Sent.bytes(RefusedRequests.TWITCH.formatted("")));
    var kick = Sent.kick(now, Sent.bytes(RefusedRequests.KICK.formatted("")));
    var bot = Sent.signedBot(
        SESSION.webhookSecret(), now, Sent.bytes("{'session':'" + SESSION.id() + "'}"));
    everyCharacterSpoilt(eventSub, "Twitch-Eventsub-Message-Signature");
    everyCharacterSpoilt(kick, "Kick-Event-Signature");
    everyCharacterSpoilt(bot, "webhook-signature");
  }

  private static void everyCharacterSpoilt(Sent good, String header) {
    // the padding of Base64 says nothing, and the character before it only in part
    int end = header.startsWith("Twitch") ? 0 : 3;
    for (int i = 0; i < good.headers().get(header).length() - end; i++) {
      assertRefused(SERVER.send(good.spoilt(header, i)), 403, "bad_signature");
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = IngestServer.read(answer.body());
    assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("reason").asString()).isEqualTo(reason);
    assertThat(problem.path("detail").asString()).isNotEmpty();
    assertThat(problem.has("errors")).isEqualTo(reason.equals("wrong_shape"));
    assertThat(SERVER.live(SESSION).revision()).isEqualTo(1);
  }

  @Test
  void aBodyWhoseLengthIsNotToldIsLimitedToo() {
    var sent = Sent.bearer(SESSION.voteToken(), " ".repeat(300 * 1024));
    assertRefused(
        SERVER.send(sent.request(
            SERVER.origin(),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent.body())))),
        413,
        "too_large");
  }

  @Test
  void theFieldsThatWereWrongAreNamed() {
    var answer = SERVER.send(
        Sent.bearer(SESSION.voteToken(), "[{'voter':'v','text':'yes'},{'voter':'','side':'up'}]"));
    assertThat(IngestServer.read(answer.body()).path("errors").toString())
        .contains(
            "\"field\":\"[1].voter\",\"sent\":\"\\\"\\\"\",\"allowed\":\"1 to 200 characters\"")
        .contains(
            "\"field\":\"[1].side\",\"sent\":\"\\\"up\\\"\",\"allowed\":\"one of for, against\"");
  }

  @Test
  void aWrongMethodIsToldTheRightOne() {
    for (var path : List.of("/webhooks/eventsub", "/webhooks/kick", "/webhooks/votes")) {
      var answer = SERVER.fetch(path);
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }
    assertThat(SERVER.send(new Sent("/vote/x", java.util.Map.of(), new byte[0])).statusCode())
        .isEqualTo(405);
    assertThat(SERVER.fetch("/webhooks/other").statusCode())
        .as("other paths are others'")
        .isEqualTo(404);
  }

  @Test
  void withoutASecretNothingIsTaken() {
    try (var server = IngestServer.unconfigured(REDIS)) {
      for (var sent : List.of(
          Sent.eventSub(
              "notification", Instant.now(), Sent.bytes(RefusedRequests.TWITCH.formatted(""))),
          Sent.kick(Instant.now(), Sent.bytes(RefusedRequests.KICK.formatted(""))))) {
        var answer = server.send(sent);
        assertRefused(answer, 503, "not_configured");
        assertThat(answer.body()).contains("chatsway.ingest.");
      }
    }
  }

  @Test
  void refusalsAreCountedByReason() {
    double before = SERVER.rejected("bot", "no_token");
    SERVER.send(new Sent("/webhooks/votes", java.util.Map.of(), Sent.bytes("{}")));
    assertThat(SERVER.rejected("bot", "no_token")).isEqualTo(before + 1);
  }
}
