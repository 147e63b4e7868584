package dev.chatsway.twitch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.chatsway.ingest.Sent;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Channel;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions are kept in step with sessions, at a Twitch of our own. */
final class SubscriptionReconcilerIT {

  private static final String SUBSCRIBE = "POST /helix/eventsub/subscriptions";
  private static final String UNSUBSCRIBE = "DELETE /helix/eventsub/subscriptions";
  private static final String LIST = "GET /helix/eventsub/subscriptions";
  private static final String SET_SHARD = "PATCH /helix/eventsub/conduits/shards";
  private static final String TOKEN = "POST /oauth2/token";

  private static RedisServer redis;
  private static ActorTestKit testKit;

  private final List<TwitchInstance> instances = new ArrayList<>();
  private TwitchApiStandIn twitch;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
    testKit = ActorTestKit.create();
  }

  @AfterAll
  static void stopRedis() {
    testKit.shutdownTestKit();
    redis.close();
  }

  @BeforeEach
  void startTwitch() {
    redis.client().flushAll();
    twitch = TwitchApiStandIn.start();
    List.of("100", "101", "102", "103", "104").forEach(twitch::consent);
  }

  @AfterEach
  void nothingWasAskedThatTwitchDoesNotKnow() {
    instances.forEach(TwitchInstance::close);
    twitch.close();
    assertThat(twitch.complaints()).isEmpty();
  }

  private TwitchInstance instance(String... more) {
    var started = TwitchInstance.start(redis, twitch, String.join("\n", more));
    instances.add(started);
    return started;
  }

  private TwitchInstance another(TwitchInstance first, String... more) {
    var started = TwitchInstance.beside(first, redis, twitch, String.join("\n", more));
    instances.add(started);
    return started;
  }

  private void awaitChats(String... channels) {
    twitch.await("chats of " + List.of(channels), () -> twitch.enabled().equals(List.of(channels)));
  }

  private static void eventually(Runnable holds) {
    TestProbe<Object> probe = testKit.createTestProbe();
    Supplier<Boolean> check = () -> {
      holds.run();
      return true;
    };
    probe.awaitAssert(Duration.ofSeconds(30), Duration.ofMillis(50), check::get);
  }

  @Test
  void fromNothingAChatIsDeliveredToOurWebhook() {
    var instance = instance();
    instance.session("100");

    awaitChats("100");
    var conduit = twitch.conduits().iterator().next();
    twitch.await("shard", () -> twitch.shard(conduit).status.equals("enabled"));
    assertThat(twitch.shard(conduit).callback).isEqualTo(instance.publicUrl + "/webhooks/eventsub");
    assertThat(twitch.conduits()).hasSize(1);
    eventually(() -> {
      assertThat(instance.report().path("healthy").asBoolean()).isTrue();
      assertThat(instance.counted("enabled")).isEqualTo(1);
    });
    eventually(() -> assertThat(instance.called("subscribe", "ok")).isEqualTo(1));
  }

  @Test
  void channelsComeAndGoWithTheSessionsThatHaveThem() {
    var instance = instance();
    var one = instance.session("100", "101");
    var other = instance.session("101");
    awaitChats("100", "101");

    instance.change(one, "102");
    awaitChats("101", "102");

    TwitchInstance.get(instance.sessions.delete(other.id()));
    awaitChats("102");
  }

  @Test
  void aRestartFindsEverythingOnAllPagesAndChangesNothing() {
    var first = instance();
    first.session("100", "101", "102", "103", "104");
    awaitChats("100", "101", "102", "103", "104");
    eventually(() -> assertThat(first.report().path("healthy").asBoolean()).isTrue());
    instances.remove(first);
    first.close();
    int subscribed = twitch.asked(SUBSCRIBE).size();
    int lists = twitch.asked(LIST).size();

    var second = another(first);
    eventually(() -> assertThat(second.counted("enabled")).isEqualTo(5));

    assertThat(twitch.asked(LIST).size()).isGreaterThanOrEqualTo(lists + 3); // pages of two
    assertThat(twitch.asked(SUBSCRIBE)).hasSize(subscribed);
    assertThat(twitch.asked(UNSUBSCRIBE)).isEmpty();
    assertThat(twitch.asked(SET_SHARD)).hasSize(1);
    assertThat(twitch.conduits()).hasSize(1);
  }

  @Test
  void whatOthersHaveMadeWithTheSameApplicationIsLeftAlone() {
    var foreign = twitch.addConduit();
    var theirs = List.of(
        twitch.addSubscription(
            "100", Map.of("method", "webhook", "callback", "https://else.example")),
        twitch.addSubscription("100", Map.of("method", "conduit", "conduit_id", foreign)),
        twitch.addSubscription("777", Map.of("method", "conduit", "conduit_id", foreign)));
    var instance = instance();
    var session = instance.session("100", "101");
    twitch.await("own", () -> twitch.asked(SUBSCRIBE).size() == 2);
    instance.change(session, "101");
    twitch.await("removal", () -> twitch.asked(UNSUBSCRIBE).size() == 1);

    assertThat(twitch.subscriptions()).containsAll(theirs).hasSize(theirs.size() + 1);
    assertThat(twitch.conduits()).hasSize(2).contains(foreign);
    assertThat(twitch.shard(foreign).status).isEqualTo("none");
  }

  @Test
  void thatASubscriptionIsThereAlreadyIsAsGoodAsMakingIt() {
    twitch.trouble(SUBSCRIBE, 409, Map.of(), 1);
    var instance = instance();
    instance.session("100", "101");

    awaitChats("100", "101");
    assertThat(instance.report().at("/lastPass/problem").isNull()).isTrue();
  }

  @Test
  void whatIsThrottledWaitsUntilTwitchSaysAndGoesOn() {
    var reset = Instant.now().plusSeconds(2).getEpochSecond();
    twitch.trouble(SUBSCRIBE, 429, Map.of("Ratelimit-Reset", String.valueOf(reset)), 1);
    instance().session("100");

    awaitChats("100");
    var asked = twitch.asked(SUBSCRIBE);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).status()).isEqualTo(429);
    assertThat(asked.get(1).at().getEpochSecond()).isGreaterThanOrEqualTo(reset);
  }

  @Test
  void aTwitchThatFailsIsTriedAgainAndMuchLaterStillIs() {
    twitch.trouble(TOKEN, 503, Map.of(), 2);
    twitch.trouble(
        "POST /helix/eventsub/conduits", 500, Map.of(), 7); // more than one comparison's patience
    twitch.trouble(SUBSCRIBE, 502, Map.of(), 3);
    var instance = instance();
    instance.session("100");

    eventually(() -> assertThat(instance.up()).isZero());
    awaitChats("100");
    eventually(() -> assertThat(instance.up()).isEqualTo(1));
    assertThat(twitch.conduits()).hasSize(1);
    assertThat(instance.called("create_conduit", "failed")).isEqualTo(7);
    eventually(() -> assertThat(instance.report().path("healthy").asBoolean()).isTrue());
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() {
    twitch.stall(LIST);
    var instance = instance("chatsway.ingest.twitch.timeout = 500ms");
    instance.session("100");

    awaitChats("100");
    assertThat(instance.called("subscriptions", "unanswered")).isEqualTo(1);
  }

  @Test
  void anAppTokenThatTwitchTakesNoMoreIsReplacedOnce() {
    var instance = instance();
    instance.session("100");
    awaitChats("100");
    eventually(() -> assertThat(instance.report().path("healthy").asBoolean()).isTrue());
    assertThat(twitch.asked(TOKEN)).hasSize(1);

    twitch.expireTokens();
    instance.session("101");
    awaitChats("100", "101");
    assertThat(twitch.asked(TOKEN)).hasSize(2);
  }

  @Test
  void aShardThatTwitchHasDisabledIsSetAgain() {
    var instance = instance();
    instance.session("100");
    eventually(() -> assertThat(instance.report().path("healthy").asBoolean()).isTrue());

    twitch.shardStatus("notification_failures_exceeded");
    TwitchInstance.get(instance.sessions.channelsChanged()); // in place of ten minutes
    twitch.await("a second setting", () -> twitch.asked(SET_SHARD).size() == 2);

    eventually(() -> assertThat(instance.report().path("healthy").asBoolean()).isTrue());
  }

  @Test
  void anotherSecretIsToldToTwitch() {
    var first = instance();
    eventually(() -> assertThat(first.report().path("healthy").asBoolean()).isTrue());
    instances.remove(first);
    first.close();

    var second = instance("chatsway.ingest.eventsub.secret = another-secret");
    // what is reported is still the first one's, until the second has its turn
    var conduit = twitch.conduits().iterator().next();
    eventually(() -> assertThat(twitch.shard(conduit).secret).isEqualTo("another-secret"));
    eventually(() -> assertThat(second.report().path("healthy").asBoolean()).isTrue());
  }

  @Test
  void aConduitThatIsGoneIsMadeAnew() {
    var instance = instance();
    instance.session("100");
    awaitChats("100");
    var gone = twitch.conduits().iterator().next();

    twitch.deleteConduit(gone);
    TwitchInstance.get(instance.sessions.channelsChanged());

    awaitChats("100");
    assertThat(twitch.conduits()).hasSize(1).doesNotContain(gone);
  }

  @Test
  void anotherReaderTakesTheOldOnesPlace() {
    var first = instance();
    first.session("100");
    awaitChats("100");
    instances.remove(first);
    first.close();

    another(first, "chatsway.ingest.twitch.bot-user-id = 555");
    twitch.await(
        "the new reader",
        () -> twitch.subscriptions().stream()
            .map(TwitchApiStandIn.Listed::user)
            .toList()
            .equals(List.of("555")));
  }

  @Test
  void ofTwoInstancesOneKeepsTheSubscriptions() {
    var first = instance();
    eventually(() -> assertThat(first.report().path("healthy").asBoolean()).isTrue());
    var second = another(first);
    second.session("100", "101");
    awaitChats("100", "101");
    second.session("102");
    awaitChats("100", "101", "102");

    assertThat(second.callsInAll()).isZero();
    assertThat(twitch.asked(SUBSCRIBE)).hasSize(3);
    assertThat(second.report().path("healthy").asBoolean()).isTrue(); // any of them can tell
  }

  @Test
  void whenTheHolderFallsSilentAnotherTakesOverAndTheOldOneKeepsStill() {
    var first = instance();
    first.session("100");
    awaitChats("100");
    var second = another(first);

    first.calls.close(); // its Redis is gone, and it cannot release what it has
    second.session("101");
    awaitChats("100", "101");

    eventually(() -> assertThat(second.called("subscribe", "ok")).isEqualTo(1));
    assertThat(first.called("subscribe", "ok")).isEqualTo(1);
    eventually(() -> assertThat(first.counted("enabled")).isZero());
  }

  @Test
  void aHolderThatStopsLetsTheNextOneHaveTheLeaseAtOnce() {
    var long_ = "chatsway.ingest.twitch.lease = 5m";
    var first = instance(long_);
    eventually(() -> assertThat(first.report().path("healthy").asBoolean()).isTrue());
    var second = another(first, long_);
    instances.remove(first);
    first.close();

    second.session("100");
    awaitChats("100");
    eventually(() -> assertThat(second.called("subscribe", "ok")).isEqualTo(1));
  }

  @Test
  void withoutConsentItSaysWhoseIsMissingAndWhereToGiveIt() {
    var instance = instance();
    instance.session("100", "200");
    awaitChats("100");
    eventually(() -> assertThat(instance.counted("missing")).isEqualTo(1));

    var report = instance.report();
    assertThat(report.path("healthy").asBoolean()).isFalse();
    var missing = report.at("/channels/1");
    assertThat(missing.path("channel").asString()).isEqualTo("200");
    assertThat(missing.path("status").asString()).isEqualTo("missing");
    assertThat(missing.path("reason").asString())
        .isEqualTo("403 subscription missing proper authorization");
    assertThat(missing.path("todo").asString())
        .contains("channel:bot", instance.publicUrl + "/twitch/connect");
    assertThat(report.at("/todo/0").asString())
        .contains("999", "user:read:chat user:bot", "/twitch/connect?as=bot");
  }

  @Test
  void anIdThatIsNoNumberIsToldApartFromAMissingConsent() {
    var instance = instance();
    // as a build stored it that still took names
    var named = List.of(new Channel("twitch", "somebody"));
    TwitchInstance.get(
        instance.sessions.create(new SessionRequest("", named, SessionSettings.DEFAULTS)));
    eventually(() -> assertThat(instance.report().at("/channels/0/todo").asString(""))
        .contains("400 invalid condition", "and not its name"));
  }

  @Test
  void aRevokedChatSaysWhyUntilItIsHadAgain() throws Exception {
    var instance = instance();
    var session = instance.session("100");
    awaitChats("100");
    twitch.takeBack("100");
    var revocation = Sent.eventSub(
        TwitchInstance.EVENTSUB_SECRET,
        "revocation",
        "of-100",
        Instant.now(),
        Sent.bytes(
            "{'subscription':{'type':'channel.chat.message','status':'authorization_revoked',"
                + "'condition':{'broadcaster_user_id':'100'}}}"));
    assertThat(instance.send(revocation).statusCode()).isEqualTo(204);

    eventually(() -> assertThat(instance.counted("revoked")).isEqualTo(1));
    var revoked = instance.report().at("/channels/0");
    assertThat(revoked.path("status").asString()).isEqualTo("revoked");
    assertThat(revoked.path("reason").asString()).isEqualTo("authorization_revoked");
    assertThat(revoked.path("todo").asString()).contains("/twitch/connect");

    twitch.consent("100");
    TwitchInstance.get(instance.sessions.channelsChanged());
    awaitChats("100");
    eventually(() -> {
      assertThat(TwitchInstance.get(instance.sessions.find(session.id()))
              .orElseThrow()
              .revocations())
          .isEmpty();
      assertThat(instance.report().path("healthy").asBoolean()).isTrue();
    });
    assertThat(twitch.subscriptions()).hasSize(1); // the dead one is gone
  }

  @Test
  void wrongCredentialsAreToldInWordsAndNeverShown() {
    var instance = instance("chatsway.ingest.twitch.client-secret = not-the-right-one");
    eventually(
        () -> assertThat(instance.report().at("/lastPass/problem").asString("")).isNotEmpty());

    var report = instance.report();
    assertThat(report.at("/appToken/ok").asBoolean()).isFalse();
    assertThat(report.at("/todo/0").asString())
        .contains("TWITCH_CLIENT_ID", "TWITCH_CLIENT_SECRET", "403 invalid client secret");
    assertThat(report.toString()).doesNotContain("not-the-right-one");
  }

  @Test
  void nothingSecretIsInRedis() {
    var instance = instance();
    instance.session("100");
    eventually(() -> assertThat(instance.report().path("healthy").asBoolean()).isTrue());

    var held = new StringBuilder();
    for (var key : redis.client().keys("chatsway:twitch:*")) {
      held.append(key).append('=');
      held.append(
          redis.client().type(key).equals("hash")
              ? redis.client().hgetAll(key).toString()
              : redis.client().get(key));
    }
    assertThat(held.toString())
        .contains("conduit")
        .doesNotContain(TwitchApiStandIn.CLIENT_SECRET)
        .doesNotContain(TwitchInstance.EVENTSUB_SECRET)
        .doesNotContain(twitch.tokens());
  }
}
