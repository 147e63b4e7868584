package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Session;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Channels that vote for one side, by each way that lines come in. */
final class SidesIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");

  private final String anna = id();
  private final String bob = id();
  private final String carl = id();
  private final Session session = SERVER.session(
      "{'platform':'twitch','id':'" + anna + "'},{'platform':'kick','id':'" + bob
          + "'},{'platform':'twitch','id':'" + carl + "'}",
      "'sides':{'twitch:@anna':'for','kick:" + bob + "':'against'}");

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  @Test
  void anyTriggerCountsForTheSideOfItsChannel() {
    eventSub(anna, "anna", "yes", "");
    eventSub(anna, "anna", "no", "");
    assertThat(value()).isEqualTo(20);

    kick(bob, "yes");
    kick(bob, "1");
    kick(bob, "-");
    assertThat(value()).isEqualTo(-10);
  }

  @Test
  void aChannelWithoutASideVotesByItsWords() {
    eventSub(carl, "carl", "yes", "");
    assertThat(value()).isEqualTo(10);
    eventSub(carl, "carl", "no", "");
    assertThat(value()).isZero();
  }

  @Test
  void whatIsNoTriggerIsNoVoteInAnyChannel() {
    eventSub(anna, "anna", "hello", "");

    assertThat(SERVER.live(session).revision()).isEqualTo(1);
  }

  @Test
  void aBotNamesTheChannelOrVotesByTheWords() {
    assertThat(status(bearer("'text':'no','channel':'twitch:@anna'"))).isEqualTo("ok");
    assertThat(value()).isEqualTo(10);
    bearer("'text':'yes','channel':'kick:" + bob + "'");
    assertThat(value()).isZero();
    bearer("'text':'yes','channel':'youtube:UCx'");
    bearer("'text':'yes'");
    assertThat(value()).isEqualTo(20);
  }

  @Test
  void aSideThatABotHasChosenStays() {
    bearer("'side':'against','channel':'twitch:@anna'");

    assertThat(value()).isEqualTo(-10);
  }

  @Test
  void aChannelThatIsNoneIsRefused() {
    var refused = bearer("'text':'no','channel':'anna'");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"field\":\"channel\"", "twitch:@login");
  }

  @Test
  void aLinkNamesTheChannelAndNightbotDoesSoInItsHeader() {
    link("&channel=" + URLEncoder.encode("twitch:@anna", StandardCharsets.UTF_8));
    assertThat(value()).isEqualTo(10);
    link("", "Nightbot-Channel", "name=bob&provider=kick&providerId=" + bob);
    assertThat(value()).isZero();
    link("");
    assertThat(value()).isEqualTo(-10);
  }

  @Test
  void aLineOfASharedChatCountsOnlyWhereItWasWritten() {
    SERVER.change(session, "'sharedChat':'all'");
    var from =
        ",'source_broadcaster_user_id':'" + anna + "','source_message_id':'shared-" + anna + "'";

    eventSub(carl, "carl", "no", from);
    assertThat(value()).isZero();
    eventSub(anna, "anna", "no", from);
    assertThat(value()).isEqualTo(10);
  }

  @Test
  void aChangeOfSidesIsInForceWithTheNextLine() {
    eventSub(anna, "anna", "no", "");
    SERVER.change(session, "'sides':{'twitch:@anna':'against'}");
    eventSub(anna, "anna", "yes", "");
    assertThat(value()).isZero();
    SERVER.change(session, "'sides':{'twitch:@anna':null}");
    eventSub(anna, "anna", "yes", "");

    assertThat(value()).isEqualTo(10);
  }

  private static String id() {
    return String.valueOf(UUID.randomUUID().getMostSignificantBits() >>> 1);
  }

  private double value() {
    return SERVER.live(session).value();
  }

  private static void eventSub(String channel, String login, String text, String more) {
    var body = Sent.bytes(
        "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'" + channel
            + "','broadcaster_user_login':'" + login + "','chatter_user_id':'" + id()
            + "','message_id':'" + id() + "','message':{'text':'" + text + "'}" + more + "}}");
    assertThat(SERVER.send(Sent.eventSub("notification", Instant.now(), body)).statusCode())
        .isEqualTo(204);
  }

  private static void kick(String channel, String text) {
    var body = Sent.bytes("{'message_id':'" + id() + "','broadcaster':{'user_id':" + channel
        + "},'sender':{'user_id':" + id() + "},'content':'" + text + "'}");
    assertThat(SERVER.send(Sent.kick(Instant.now(), body)).statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> bearer(String vote) {
    return SERVER.send(Sent.bearer(session.voteToken(), "{'voter':'" + id() + "'," + vote + "}"));
  }

  private void link(String more, String... headers) {
    var path = "/vote/" + session.linkToken() + "?voter=" + id() + "&text=no" + more;
    assertThat(SERVER.fetch(path, headers).statusCode()).isEqualTo(200);
  }

  private static String status(HttpResponse<String> answer) {
    return read(answer.body()).at("/results/0/status").asString();
  }
}
