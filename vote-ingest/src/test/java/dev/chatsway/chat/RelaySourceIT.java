package dev.chatsway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.ChatStatus;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.standin.RelayStandIn;
import dev.chatsway.standin.RelayStandIn.Connection;
import dev.chatsway.standin.StreamerBotStandIn;
import dev.chatsway.standin.TwitchChatStandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Sessions whose chat a program relays, and the instances that read it. */
final class RelaySourceIT {

  private static final String OK = "{'id':'chatsway-subscribe','status':'ok','events':{}}";
  private static final String PASSWORD = "hush";

  private final RedisServer redis = RedisServer.start();
  private final RelayStandIn relay = new RelayStandIn();
  private final StreamerBotStandIn locked = new StreamerBotStandIn(PASSWORD);
  private final TwitchChatStandIn twitch = new TwitchChatStandIn();
  private final List<ChatInstance> instances = new ArrayList<>();

  @AfterEach
  void stop() {
    instances.forEach(ChatInstance::close);
    relay.close();
    locked.close();
    twitch.close();
    redis.close();
  }

  private ChatInstance instance(String more) {
    var instance = ChatInstance.start(redis, twitch, more);
    instances.add(instance);
    return instance;
  }

  private String streamerBot(String more) {
    return "{'platform':'streamerbot','url':'" + relay.url() + "'" + more + "}";
  }

  private String lockedBot(String password) {
    return "{'platform':'streamerbot','url':'" + locked.url() + "','password':'" + password + "'}";
  }

  private void awaitReader(String platform) {
    eventually(() -> assertThat(locked.readers(platform)).isEqualTo(1));
  }

  private static String twitchLine(String user, String id, String text) {
    return "{'event':{'source':'Twitch','type':'ChatMessage'},'data':{'messageId':'" + id
        + "','text':'" + text + "','user':{'id':'" + user + "'}}}";
  }

  private static void eventually(ThrowingRunnable assertion) {
    within(Duration.ofSeconds(20), assertion);
  }

  private static void within(Duration limit, ThrowingRunnable assertion) {
    await().atMost(limit).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion);
  }

  private static void awaitVotes(ChatInstance instance, Session session, int pro, int contra) {
    eventually(() -> assertThat(instance.tallies(session)).containsExactly(pro, contra));
  }

  private static ChatState state(ChatInstance instance, Session session) {
    return instance.state(session.channels().get(0)).orElse(ChatState.of(ChatStatus.UNREAD));
  }

  private Connection subscribed() throws InterruptedException {
    var connection = relay.connection();
    assertThat(connection.message()).contains("\"request\":\"Subscribe\"");
    connection.say(OK);
    return connection;
  }

  @Test
  void streamerBotsLinesOfThreePlatformsCount() {
    var instance = instance("");
    var session = instance.sessionOf("", lockedBot(PASSWORD));
    awaitReader("Kick");

    locked.chat("Twitch", "1", "a", "yes");
    locked.chat("YouTube", "1", "a", "yes");
    locked.chat("Kick", "1", "a", "no");
    awaitVotes(instance, session, 2, 1);

    locked.hangUp();
    awaitReader("Twitch"); // once more
    locked.chat("Twitch", "2", "b", "yes");
    awaitVotes(instance, session, 3, 1);
  }

  @Test
  void theStateOfStreamerBotIsShown() throws InterruptedException {
    var instance = instance("");
    var session = instance.sessionOf("", streamerBot(""));
    var bot = relay.connection();
    assertThat(bot.message()).contains("\"request\":\"Subscribe\"");
    eventually(
        () -> assertThat(state(instance, session).status()).isEqualTo(ChatStatus.CONNECTING));

    bot.say(OK);
    eventually(() -> assertThat(state(instance, session).status()).isEqualTo(ChatStatus.SILENT));
    bot.say(twitchLine("1", "a", "yes"));

    awaitVotes(instance, session, 1, 0);
    eventually(() -> assertThat(state(instance, session).status()).isEqualTo(ChatStatus.LIVE));
    eventually(() -> assertThat(instance.channels("live")).isEqualTo(1));
    bot.hangUp();
    eventually(() -> assertThat(state(instance, session).reason()).contains("nothing answers"));
  }

  @Test
  void socialStreamsLinesOfThreeSitesCount() throws InterruptedException {
    var instance = instance("");
    var session =
        instance.sessionOf("", "{'platform':'socialstream','url':'" + relay.url() + "join/abc/4'}");
    var listener = relay.connection();
    eventually(() -> assertThat(state(instance, session).status()).isEqualTo(ChatStatus.SILENT));

    listener.say("{'id':1,'type':'twitch','userid':'1','chatname':'Ann','chatmessage':'yes'}");
    listener.say("{'id':2,'type':'tiktok','userid':'2','chatname':'Bo','chatmessage':'<b>no</b>'}");
    listener.say("{'id':3,'type':'youtube','chatname':'Cy','chatmessage':'yes','textonly':true}");

    awaitVotes(instance, session, 2, 1);
  }

  @Test
  void aLineThatAlsoComesFromTwitchItselfCountsOnce() throws InterruptedException {
    var instance = instance("");
    var session =
        instance.sessionOf("", streamerBot(""), "{'platform':'twitch','login':'channel'}");
    var bot = subscribed();
    eventually(() -> assertThat(twitch.readers("channel")).hasSize(1));

    for (int i = 0; i < 20; i++) {
      twitch.chat("channel", "u" + i, "m" + i, "yes", "");
      bot.say(twitchLine("u" + i, "m" + i, "yes"));
    }
    twitch.chat("channel", "end", "end1", "no", "");
    bot.say(twitchLine("end", "end2", "no"));

    awaitVotes(instance, session, 20, 2);
  }

  @Test
  void aPasswordIsProvenAndRedisDoesNotKnowIt() {
    var instance = instance("");
    var session = instance.sessionOf("", lockedBot(PASSWORD));
    awaitReader("Twitch");
    assertThat(locked.requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.toString()).doesNotContain(PASSWORD));
    locked.chat("Twitch", "1", "a", "yes");

    awaitVotes(instance, session, 1, 0);
    assertThat(redis.client().hgetAll("chatsway:{" + tag(session) + "}:session:" + session.id()))
        .hasEntrySatisfying(
            "channels",
            channels -> assertThat(channels).contains("sealedPassword").doesNotContain(PASSWORD));
    assertThat(redis.client().smembers("chatsway:chats:relays"))
        .singleElement()
        .satisfies(entry -> assertThat(entry).doesNotContain(PASSWORD));
  }

  private String tag(Session session) {
    return redis.client().keys("chatsway:{*}:session:" + session.id()).stream()
        .map(key -> key.substring(key.indexOf('{') + 1, key.indexOf('}')))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWrongPasswordIsSaidUntilItIsPutRight() {
    var instance = instance("");
    var session = instance.sessionOf("", lockedBot("guess"));
    eventually(() -> assertThat(state(instance, session))
        .isEqualTo(
            new ChatState(ChatStatus.REFUSED, null, null, "it does not accept the password")));
    assertThat(locked.readers("Twitch")).isZero();

    patch(instance, session, lockedBot(PASSWORD));

    awaitReader("Twitch");
  }

  private static void patch(ChatInstance instance, Session session, String channels) {
    var json = JsonMapper.shared().readTree("{\"channels\":[" + channels.replace('\'', '"') + "]}");
    ChatInstance.get(instance.sessions.update(
        session.id(), now -> now.with(SessionRequest.patched(now, json, ChatInstance.POLICY))));
  }

  @Test
  void aSourceThatIsSentBackWithoutItsPasswordKeepsIt() throws InterruptedException {
    var instance = instance("");
    var session = instance.sessionOf("", streamerBot(",'password':'hush'"));
    relay.connection();

    patch(instance, session, streamerBot("") + ",{'platform':'twitch','login':'channel'}");

    eventually(() -> assertThat(twitch.readers("channel")).hasSize(1));
    assertThat(
            ChatInstance.get(instance.sessions.find(session.id())).orElseThrow().channels())
        .startsWith(session.channels().get(0));
  }

  @Test
  void anAddressThatTheOperatorNoLongerAllowsIsNotConnectedTo() {
    var channel = "{\"platform\":\"streamerbot\",\"url\":\"ws://bot.example/\"}";
    var instance = instance("");
    var session = ChatInstance.get(instance.sessions.create(SessionRequest.parse(
        JsonMapper.shared().readTree("{\"channels\":[" + channel + "]}"),
        new RelayPolicy("bot.example", "a secret of all instances"))));

    eventually(
        () -> assertThat(state(instance, session))
            .isEqualTo(
                new ChatState(
                    ChatStatus.REFUSED,
                    null,
                    null,
                    "its address has to be a host that this server may connect to (RELAY_TARGETS): loopback")));
  }

  @Test
  void aKilledInstancesSourceIsReadByAnotherWithinFiveSecondsAndNoLineCountsTwice()
      throws InterruptedException {
    var killed = instance(ChatInstance.killable());
    var session = killed.sessionOf("", streamerBot(""));
    var before = subscribed();
    var other = instance("");
    for (int i = 0; i < 20; i++) {
      before.say(twitchLine("u" + i, "m" + i, "yes"));
    }
    awaitVotes(other, session, 20, 0);
    instances.remove(killed);

    killed.close();
    long since = System.nanoTime();
    var after = subscribed();
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
    for (int i = 0; i < 30; i++) { // the first twenty once more
      after.say(twitchLine("u" + i, "m" + i, "yes"));
    }
    after.say(twitchLine("end", "end", "no"));
    awaitVotes(other, session, 30, 1);
  }
}
