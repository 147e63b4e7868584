package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static dev.chatsway.ingest.IngestServer.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class BotIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");
  private static final String UP = "{'voter':'a','text':'yes'}";

  private final Session session = SERVER.session("", "");

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  private static List<String> statuses(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return read(answer.body())
        .path("results")
        .valueStream()
        .map(result -> result.path("status").asString())
        .toList();
  }

  private Sent bearer(String body) {
    return Sent.bearer(session.voteToken(), body);
  }

  private double value() {
    return SERVER.live(session).value();
  }

  @Test
  void aVoteIsAnsweredWithItsStatusAndTheValueAfterIt() {
    assertThat(SERVER.send(bearer(UP)).body())
        .isEqualTo("{\"results\":[{\"status\":\"ok\",\"value\":10.0}]}");
    assertThat(SERVER.send(bearer("{'voter':'b','side':'against'}")).body())
        .isEqualTo("{\"results\":[{\"status\":\"ok\",\"value\":0.0}]}");
  }

  @Test
  void whatIsNoVoteIsSaidSoWithoutAskingRedis() {
    assertThat(SERVER.send(bearer("{'voter':'a','text':'hello'}")).body())
        .isEqualTo("{\"results\":[{\"status\":\"no_vote\"}]}");
    assertThat(SERVER.live(session).revision()).isEqualTo(1);
  }

  @Test
  void aTokensSchemeIsCaseInsensitive() {
    assertThat(statuses(
            SERVER.send(bearer(UP).with("Authorization", "bearer " + session.voteToken()))))
        .containsExactly("ok");
  }

  @Test
  void fiveHundredVotesAreCountedInTheirOrder() {
    var body = IntStream.range(0, 500)
        .mapToObj(i -> "{'voter':'v" + i + "','id':'" + (i % 400) + "','side':'"
            + (i % 2 == 0 ? "for" : "against") + "'}")
        .collect(Collectors.joining(",", "[", "]"));
    var answer = SERVER.send(bearer(body));
    assertThat(statuses(answer).subList(0, 400)).containsOnly("ok");
    assertThat(statuses(answer).subList(400, 500)).containsOnly("duplicate");
    var values = read(answer.body())
        .path("results")
        .valueStream()
        .map(each -> each.path("value").asDouble())
        .toList();
    assertThat(values.subList(0, 4)).containsExactly(10.0, 0.0, 10.0, 0.0);
    assertThat(value()).isZero();
  }

  @Test
  void anArrayBroughtWithOldSettingsIsJudgedAnewAsAWhole() {
    SERVER.send(bearer("{'voter':'a','text':'hello'}"));
    SERVER.change(session, "'forTriggers':['ja'],'voteDelta':1");
    var body = IntStream.range(0, 100)
        .mapToObj(i -> "{'voter':'v" + i + "','text':'" + (i % 2 == 0 ? "yes" : "no") + "'}")
        .collect(Collectors.joining(",", "[", "]"));
    var statuses = statuses(SERVER.send(bearer(body)));
    assertThat(statuses).containsOnly("ok", "no_vote");
    assertThat(statuses.stream().filter("ok"::equals)).hasSize(50);
    assertThat(value()).isEqualTo(-50);
  }

  @Test
  void anIdempotencyKeyMakesARetrySafe() {
    var sent = bearer("[" + UP + "," + UP + "]").with("Idempotency-Key", "k1");
    assertThat(statuses(SERVER.send(sent))).containsExactly("ok", "ok");
    assertThat(statuses(SERVER.send(sent))).containsExactly("duplicate", "duplicate");
    assertThat(statuses(SERVER.send(sent.with("Idempotency-Key", "k2"))))
        .containsExactly("ok", "ok");
    assertThat(statuses(SERVER.send(bearer(UP)))).containsExactly("ok");
    assertThat(value()).isEqualTo(50);
  }

  @Test
  void theStatusesOfTheSettingsAreSaid() {
    SERVER.change(session, "'debounceMillis':60000,'votesPerMinute':1");
    assertThat(statuses(SERVER.send(bearer("[" + UP + "," + UP + ",{'voter':'b','text':'yes'}]"))))
        .containsExactly("ok", "debounced", "limited");
    SERVER.change(session, "'paused':true");
    assertThat(statuses(SERVER.send(bearer("{'voter':'c','text':'yes'}"))))
        .containsExactly("paused");
    assertThat(SERVER.counted("bot", "debounced")).isPositive();
    assertThat(SERVER.metrics.get("chatsway.vote").timer().count()).isPositive();
  }

  @Test
  void aTokenRotatedSinceIsRefused() {
    assertThat(statuses(SERVER.send(bearer(UP)))).containsExactly("ok");
    get(SERVER.sessions.rotate(session.id(), SecretKind.VOTE_TOKEN));
    assertThat(SERVER.send(bearer(UP)).statusCode()).isEqualTo(401);
    assertThat(value()).isEqualTo(10);
  }

  @Test
  void anotherTokensRotationDoesNotLoseAVote() {
    assertThat(statuses(SERVER.send(bearer(UP)))).containsExactly("ok");
    get(SERVER.sessions.rotate(session.id(), SecretKind.LINK_TOKEN));
    assertThat(statuses(SERVER.send(bearer(UP)))).containsExactly("ok");
  }

  @Test
  void aSignedRequestNamesItsSessionAndIsKnownByItsWebhookId() {
    var body =
        Sent.bytes("[{'session':'" + session.id() + "','voter':'a','text':'yes'}," + UP + "]");
    var sent = Sent.signedBot(session.webhookSecret(), Instant.now(), body);
    assertThat(statuses(SERVER.send(sent))).containsExactly("ok", "ok");
    assertThat(statuses(SERVER.send(sent))).containsExactly("duplicate", "duplicate");
  }

  @Test
  void bothSecretsAreGoodDuringARotation() {
    var body = Sent.bytes("{'session':'" + session.id() + "','voter':'a','text':'yes'}");
    var rotated =
        get(SERVER.sessions.rotate(session.id(), SecretKind.WEBHOOK_SECRET)).orElseThrow();
    assertThat(statuses(SERVER.send(Sent.signedBot(session.webhookSecret(), Instant.now(), body))))
        .containsExactly("ok");
    assertThat(statuses(SERVER.send(Sent.signedBot(rotated.webhookSecret(), Instant.now(), body))))
        .containsExactly("ok");
  }

  @Test
  void aWithdrawnSecretIsGoodForNothingOnceItsSessionIsReadAgain() {
    var body = Sent.bytes("{'session':'" + session.id() + "','voter':'a','text':'yes'}");
    assertThat(statuses(SERVER.send(Sent.signedBot(session.webhookSecret(), Instant.now(), body))))
        .containsExactly("ok");
    get(SERVER.sessions.rotate(session.id(), SecretKind.WEBHOOK_SECRET));
    var key = "chatsway:*:session:" + session.id();
    REDIS.client().keys(key).forEach(found -> REDIS.client().hdel(found, "oldWebhookSecrets"));
    var answer = SERVER.send(Sent.signedBot(session.webhookSecret(), Instant.now(), body));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(value()).isEqualTo(10);
  }

  @Test
  void aByteOrderMarkIsIgnoredAndEachCauseHasItsMessage() {
    assertThat(statuses(SERVER.send(bearer("\uFEFF" + UP)))).containsExactly("ok");
    assertThat(SERVER.send(bearer("{'voter':'a','voter':'b','text':'yes'}")).body())
        .contains("\"body: a key appears twice\"");
    assertThat(SERVER.send(bearer("[".repeat(600))).body()).contains("nested more than 500 levels");
    assertThat(SERVER.send(bearer("voter=a")).body()).contains("\"body: not JSON\"");
    assertThat(SERVER.send(bearer("")).body()).contains("\"body: empty");
    var halfCharacter = new Sent("/webhooks/votes", bearer(UP).headers(), new byte[] {(byte) 0xC3});
    assertThat(SERVER.send(halfCharacter).body()).contains("\"body: not UTF-8\"");
  }

  @Test
  void whatABotSendsBeyondItsBudgetIsAnswered429AndOtherSessionsAreServed() {
    try (var server =
        IngestServer.start(REDIS, "chatsway.ingest { bot-budget = 1 KiB, max-body = 10 KiB }")) {
      var large = "{'voter':'a','text':'" + "x".repeat(9_000) + "'}";
      assertThat(server.send(bearer(large)).statusCode()).isEqualTo(200);
      var refused = server.send(bearer(large));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("\"reason\":\"over_budget\"");
      var other = server.session("", "");
      assertThat(server.send(Sent.bearer(other.voteToken(), UP)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKickMessageIsCounted() {
    var channel = String.valueOf(System.nanoTime());
    var kick =
        SERVER.session("{'platform':'kick','id':'" + channel + "'}", "'forTriggers':['KEKW']");
    var body = Sent.bytes(
        "{'message_id':'m','broadcaster':{'user_id':" + channel
            + "},'sender':{'user_id':2,'identity':null},'content':'[emote:37226:KEKW]','created_at':'x'}");
    assertThat(SERVER.send(Sent.kick(Instant.now(), body)).statusCode()).isEqualTo(204);
    assertThat(SERVER.send(Sent.kick(Instant.now(), body)).statusCode()).isEqualTo(204);
    assertThat(SERVER.live(kick).value()).isEqualTo(10);
    assertThat(SERVER
            .send(Sent.kick(Instant.now(), body).with("Kick-Event-Type", "channel.followed"))
            .statusCode())
        .isEqualTo(204);
  }
}
