package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventSubIT {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");

  private String channel = "";
  private Session session;

  EventSubIT() {
    session = newSession("");
  }

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  @BeforeEach
  void aSession() {
    session = newSession("");
  }

  private Session newSession(String settings) {
    channel = String.valueOf(System.nanoTime());
    return SERVER.session("{'platform':'twitch','id':'" + channel + "'}", settings);
  }

  private static byte[] message(
      String channel, String chatter, String messageId, String text, String more) {
    return Sent.bytes(
        "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'" + channel
            + "','chatter_user_id':'" + chatter + "','message_id':'" + messageId
            + "','message':{'text':'" + text
            + "','fragments':[]}" + more + "}}");
  }

  private Sent line(String chatter, String messageId, String text, String more) {
    return Sent.eventSub(
        "notification", Instant.now(), message(channel, chatter, messageId, text, more));
  }

  private Sent line(String text) {
    return line("20", UUID.randomUUID().toString(), text, "");
  }

  private void acknowledges(Sent sent) {
    var answer = SERVER.send(sent);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aVoteIsCountedBeforeItIsAcknowledged() {
    acknowledges(line("yes"));
    assertThat(SERVER.live(session).value()).isEqualTo(10);
    acknowledges(line("NO!"));
    assertThat(SERVER.live(session).value()).isZero();
  }

  @Test
  void aChallengeIsAnsweredWithNothingButItself() {
    var answer = SERVER.send(Sent.eventSub(
        "webhook_callback_verification",
        Instant.now(),
        Sent.bytes("{'challenge':'pogchamp-kappa-360noscope-vohiyo','subscription':{}}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("pogchamp-kappa-360noscope-vohiyo");
    assertThat(answer.headers().firstValue("Content-Length")).contains("32");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
  }

  @Test
  void aRevocationAndWhatTwitchMayAddLaterAreAcknowledged() {
    acknowledges(Sent.eventSub(
        "revocation",
        Instant.now(),
        Sent.bytes("{'subscription':{'status':'authorization_revoked'}}")));
    acknowledges(Sent.eventSub("something_new", Instant.now(), Sent.bytes("{}")));
    acknowledges(Sent.eventSub(
        "notification",
        Instant.now(),
        Sent.bytes("{'subscription':{'type':'channel.follow'},'event':{}}")));
    assertThat(SERVER.live(session).revision()).isEqualTo(1);
  }

  @Test
  void aRevocationIsRememberedWithItsReasonUntilTheSubscriptionIsMadeAnew() {
    var subscription = "'subscription':{'type':'channel.chat.message','status':'user_removed',"
        + "'condition':{'broadcaster_user_id':'" + channel + "','user_id':'1'}}";
    var now = Instant.now();
    acknowledges(Sent.eventSub("revocation", now, Sent.bytes("{" + subscription + "}")));
    var told = get(SERVER.sessions.find(session.id())).orElseThrow();
    assertThat(told.revocations())
        .containsExactly(new Revocation(new Channel("twitch", channel), "user_removed", now));
    assertThat(told.settingsRevision()).isEqualTo(1);

    SERVER.send(Sent.eventSub(
        "webhook_callback_verification",
        now,
        Sent.bytes("{'challenge':'c'," + subscription + "}")));
    assertThat(get(SERVER.sessions.find(session.id())).orElseThrow().revocations())
        .isEmpty();
  }

  @Test
  void aCapturedNotificationSentAgainAsARevocationChangesNothing() {
    var sent = line("yes");
    acknowledges(sent);
    acknowledges(sent.with(EventSubEndpoint.TYPE, "revocation"));
    var after = get(SERVER.sessions.find(session.id())).orElseThrow();
    assertThat(after.revocations()).isEmpty();
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void aCapturedRevocationSentAgainAfterANewSubscriptionChangesNothing() {
    var subscription = "'subscription':{'type':'channel.chat.message','status':'user_removed',"
        + "'condition':{'broadcaster_user_id':'" + channel + "','user_id':'1'}}";
    var revocation =
        Sent.eventSub("revocation", Instant.now(), Sent.bytes("{" + subscription + "}"));
    acknowledges(revocation);
    SERVER.send(Sent.eventSub(
        "webhook_callback_verification",
        Instant.now(),
        Sent.bytes("{'challenge':'c'," + subscription + "}")));
    acknowledges(revocation);
    acknowledges(revocation.with(EventSubEndpoint.TYPE, "notification"));
    assertThat(get(SERVER.sessions.find(session.id())).orElseThrow().revocations())
        .isEmpty();
  }

  @Test
  void oneLineThatArrivesByEveryWayCountsOnce() {
    acknowledges(line("7", "m1", "yes", ""));
    var bot = "{'voter':'twitch:7','id':'twitch:m1','text':'yes'}";
    var field = "{'platform':'twitch','voter':'7','id':'m1','text':'yes'}";
    assertThat(SERVER
            .send(Sent.bearer(session.voteToken(), "[" + bot + "," + field + "]"))
            .body())
        .isEqualTo("{\"results\":[{\"status\":\"duplicate\",\"value\":10.0},"
            + "{\"status\":\"duplicate\",\"value\":10.0}]}");
    SERVER.fetch("/vote/" + session.linkToken() + "?voter=twitch:7&id=twitch:m1&text=yes");
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void aRevocationIsInTheAuditLog() {
    try (var audit = new RecordedAudit()) {
      acknowledges(Sent.eventSub(
          "revocation",
          Instant.now(),
          Sent.bytes("{'subscription':{'type':'channel.chat.message','status':'user_removed',"
              + "'condition':{'broadcaster_user_id':'" + channel + "','user_id':'1'}}}")));
      assertThat(audit.lines())
          .containsExactly(
              "twitch: revocation (user_removed) of channel " + channel + " from unknown");
    }
  }

  @Test
  void aLineThatIsNoVoteCostsRedisNothing() {
    acknowledges(line("hello"));
    var before = asked();
    for (int i = 0; i < 20; i++) {
      acknowledges(line("hello " + i));
    }
    assertThat(asked()).isEqualTo(before);
  }

  /** How often Redis was asked to count a vote or to find a channel's sessions. */
  private static List<String> asked() {
    return REDIS
        .client()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_fcall:") || line.startsWith("cmdstat_smembers:"))
        .toList();
  }

  @Test
  void aLineInAnUnknownChannelIsAcknowledged() {
    acknowledges(
        Sent.eventSub("notification", Instant.now(), message("nobody", "1", "m", "yes", "")));
    assertThat(SERVER.counted("twitch", "no_session")).isPositive();
  }

  @Test
  void aRedeliveryCountsOnce() {
    var sent = line("yes");
    acknowledges(sent);
    acknowledges(sent);
    assertThat(SERVER.live(session).value()).isEqualTo(10);
    assertThat(SERVER.counted("twitch", "duplicate")).isPositive();
  }

  @Test
  void identicalDeliveriesAtTheSameInstantCountOnce() {
    try (var other = IngestServer.start(REDIS, "")) {
      var sent = line("yes");
      var answers = Stream.of(SERVER, other, SERVER, other, SERVER, other, SERVER, other)
          .map(server -> server.sendAsync(sent))
          .toList();
      assertThat(answers)
          .allSatisfy(answer -> assertThat(get(answer).statusCode()).isEqualTo(204));
    }
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void aVoteWeighsWhatItsWritersHighestRoleWeighs() {
    session = newSession("'weights':{'moderator':3,'everyone':0}");
    acknowledges(line("20", "a", "yes", ",'badges':[{'set_id':'moderator','id':'1','info':''}]"));
    assertThat(SERVER.live(session).value()).isEqualTo(30);
    acknowledges(line("21", "b", "yes", ",'badges':[]"));
    assertThat(SERVER.live(session).value()).isEqualTo(30);
  }

  @Test
  void aSharedChatsOtherChannelsCountOnlyForWhoWantsThem() {
    var elsewhere = ",'source_broadcaster_user_id':'elsewhere','source_message_id':'%s'";
    acknowledges(line("20", "a", "yes", elsewhere.formatted("s1")));
    assertThat(SERVER.live(session).revision()).isEqualTo(1);
    assertThat(SERVER.counted("twitch", "shared_chat")).isPositive();

    session = newSession("'sharedChat':'all'");
    acknowledges(line("20", "b", "yes", elsewhere.formatted("s2")));
    acknowledges(line("20", "c", "yes", elsewhere.formatted("s2")));
    assertThat(SERVER.live(session).value())
        .as("the same line under another id")
        .isEqualTo(10);
  }

  @Test
  void aChannelFeedsEverySessionThatHasIt() {
    var both = "{'platform':'twitch','id':'" + channel + "'}";
    var second = SERVER.session(both, "'forTriggers':['ja'],'againstTriggers':['yes']");
    acknowledges(line("yes"));
    assertThat(SERVER.live(session).value()).isEqualTo(10);
    assertThat(SERVER.live(second).value()).isEqualTo(-10);
  }

  @Test
  void aVoteJudgedByOlderSettingsIsJudgedAgain() {
    acknowledges(line("yes"));
    SERVER.change(session, "'forTriggers':['no'],'againstTriggers':['yes']");
    acknowledges(line("yes"));
    assertThat(SERVER.live(session).value()).isZero();
    SERVER.change(session, "'forTriggers':['ja'],'againstTriggers':['nein']");
    acknowledges(line("yes"));
    assertThat(SERVER.live(session).value()).as("no trigger any more").isZero();
  }

  @Test
  void newTriggersAreKnownAfterASecond() {
    acknowledges(line("ja"));
    SERVER.change(session, "'forTriggers':['ja']");
    SERVER.cacheNanos.addAndGet(1_000_000_001);
    acknowledges(line("ja"));
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void afterASecondALineVotesInTheSessionsAndByTheWordsOfNow() {
    acknowledges(line("yes"));
    SERVER.change(session, "'forTriggers':['no'],'againstTriggers':['yes']");
    var second = SERVER.session(
        "{'platform':'twitch','id':'" + channel + "'}",
        "'forTriggers':['no'],'againstTriggers':['yes']");
    SERVER.cacheNanos.addAndGet(1_000_000_001);
    acknowledges(line("yes"));
    assertThat(SERVER.live(session).value()).isZero();
    assertThat(SERVER.live(second).value()).isEqualTo(-10);
  }

  @Test
  void aRemovedChannelVotesNoMore() {
    acknowledges(line("yes"));
    get(SERVER.sessions.update(
        session.id(),
        now -> now.with(SessionRequest.patched(now, IngestServer.json("{'channels':[]}")))));
    acknowledges(line("yes")); // by what is cached
    SERVER.cacheNanos.addAndGet(1_000_000_001);
    acknowledges(line("yes")); // while it is looked up
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void aDeletedSessionsVotesAreAcknowledgedAndLost() {
    acknowledges(line("hello"));
    get(SERVER.sessions.delete(session.id()));
    acknowledges(line("yes"));
    assertThat(get(SERVER.sessions.find(session.id()))).isEmpty();
  }
}
