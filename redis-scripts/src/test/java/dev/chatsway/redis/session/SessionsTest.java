package dev.chatsway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class SessionsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final Sessions SESSIONS = new Sessions(CALLS);
  private static final JsonMapper JSON = JsonMapper.shared();

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void whatIsCreatedIsFoundByItsIdItsOverlayIdItsTokensAndItsChannels() {
    var channel = new Channel("twitch", someId());
    Session session = created(channel);

    assertThat(get(SESSIONS.find(session.id()))).contains(session);
    assertThat(get(SESSIONS.byOverlay(session.overlayId())).map(SessionSnapshot::session))
        .contains(session);
    assertThat(get(SESSIONS.byVoteToken(session.voteToken()))).contains(session);
    assertThat(get(SESSIONS.byLinkToken(session.linkToken()))).contains(session);
    assertThat(get(SESSIONS.byChannel(channel))).containsExactly(session);
    assertThat(session.settings()).isEqualTo(SessionSettings.DEFAULTS);
  }

  @Test
  void aChannelNamedByItsLoginIsFoundByItAndListedWhileASessionNamesIt() {
    var login = "l" + someId();
    var channel = Channel.ofTwitchLogin(login);
    Session first = created(channel, new Channel("twitch", someId()));
    Session second = created(channel);

    assertThat(get(SESSIONS.byChannel(channel))).containsExactlyInAnyOrder(first, second);
    assertThat(get(SESSIONS.byChannel(new Channel("twitch", login)))).isEmpty();
    assertThat(get(SESSIONS.chats())).contains(channel);

    get(SESSIONS.delete(first.id()));
    assertThat(get(SESSIONS.chats())).contains(channel);
    get(patched(second, "{\"channels\":[]}"));
    assertThat(get(SESSIONS.chats())).doesNotContain(channel);
    assertThat(get(SESSIONS.byChannel(channel))).isEmpty();
  }

  @Test
  void oneChannelMayFeedSeveralSessions() {
    var channel = new Channel("kick", UUID.randomUUID().toString());

    assertThat(List.of(created(channel), created(channel)))
        .containsExactlyInAnyOrderElementsOf(get(SESSIONS.byChannel(channel)));
  }

  @Test
  void theRevisionOfChannelsGrowsWithThemAndTheirRevocationAndNothingElse() {
    long before = revision();
    Session session = created(new Channel("twitch", "1"));
    assertThat(revision()).isEqualTo(before + 1);

    get(patched(session, "{\"name\":\"other\",\"settings\":{\"paused\":true}}"));
    get(SESSIONS.rotate(session.id(), SecretKind.VOTE_TOKEN));
    get(SESSIONS.reset(session.id()));
    get(SESSIONS.delete(created().id()));
    assertThat(revision()).isEqualTo(before + 1);

    get(patched(session, "{\"channels\":[{\"platform\":\"twitch\",\"id\":\"2\"}]}"));
    assertThat(revision()).isEqualTo(before + 2);
    var revocation = new Revocation(new Channel("twitch", "2"), "user_removed", Instant.EPOCH);
    get(SESSIONS.update(session.id(), now -> now.with(revocation)));
    assertThat(revision()).isEqualTo(before + 3);
    get(SESSIONS.delete(session.id()));
    assertThat(revision()).isEqualTo(before + 4);
  }

  private static long revision() {
    return get(SESSIONS.channelsRevision());
  }

  @Test
  void anUnknownIdOrTokenFindsNothing() {
    assertThat(get(SESSIONS.find(UUID.randomUUID()))).isEmpty();
    assertThat(get(SESSIONS.byOverlay(UUID.randomUUID()))).isEmpty();
    assertThat(get(SESSIONS.byVoteToken("nobody's"))).isEmpty();
    assertThat(get(SESSIONS.rotate(UUID.randomUUID(), SecretKind.VOTE_TOKEN))).isEmpty();
    assertThat(get(SESSIONS.reset(UUID.randomUUID()))).isFalse();
    assertThat(get(SESSIONS.delete(UUID.randomUUID()))).isFalse();
  }

  private static String someId() {
    return String.valueOf(System.nanoTime());
  }

  @Test
  void aPatchChangesWhatItNamesAndMovesTheChannelLookUps() {
    var old = new Channel("twitch", someId());
    var other = new Channel("twitch", someId());
    Session session = created(old);
    String patch =
        "{\"name\":\"Friday\",\"channels\":[{\"platform\":\"twitch\",\"id\":\"%s\"}],\"settings\":{\"voteDelta\":5,\"forTriggers\":[\"aye\"]}}";

    Session after = get(patched(session, patch.formatted(other.id()))).orElseThrow();

    assertThat(after.name()).isEqualTo("Friday");
    assertThat(after.settings().voteDelta()).isEqualTo(5);
    assertThat(after.settings().forTriggers()).containsExactly("aye");
    assertThat(after.settings().againstTriggers())
        .isEqualTo(SessionSettings.DEFAULTS.againstTriggers());
    assertThat(get(SESSIONS.byChannel(old))).isEmpty();
    assertThat(get(SESSIONS.byChannel(other))).containsExactly(after);
  }

  @Test
  void concurrentPatchesAllTakeEffect() {
    Session session = created();

    CompletableFuture.allOf(
            patched(session, "{\"settings\":{\"voteDelta\":5}}").toCompletableFuture(),
            patched(session, "{\"settings\":{\"decayRate\":1}}").toCompletableFuture(),
            patched(session, "{\"name\":\"x\"}").toCompletableFuture())
        .join();

    Session after = get(SESSIONS.find(session.id())).orElseThrow();
    assertThat(after.settings().voteDelta()).isEqualTo(5);
    assertThat(after.settings().decayRate()).isEqualTo(1);
    assertThat(after.name()).isEqualTo("x");
  }

  @Test
  void allSessionsAreListedPageByPageOldestFirst() {
    var ids = IntStream.range(0, 5).mapToObj(i -> created().id()).toList();

    var listed = new ArrayList<UUID>();
    SessionPage page = get(SESSIONS.list(2, null));
    page.sessions().forEach(session -> listed.add(session.id()));
    while (page.next() != null) {
      page = get(SESSIONS.list(2, page.next()));
      assertThat(page.sessions()).hasSizeLessThanOrEqualTo(2);
      page.sessions().forEach(session -> listed.add(session.id()));
    }

    assertThat(listed).doesNotHaveDuplicates().containsAll(ids);
  }

  @Test
  void ofADeletedSessionOnlyTheTombstoneIsLeft() {
    Session session = created(new Channel("twitch", someId()));

    assertThat(get(SESSIONS.delete(session.id()))).isTrue();

    assertThat(get(SESSIONS.find(session.id()))).isEmpty();
    assertThat(REDIS.client().keys("*" + session.id() + "*")).hasSize(1);
    assertThat(REDIS.client().keys("chatsway:overlay:" + session.overlayId())).isEmpty();
    assertThat(REDIS
            .client()
            .keys("chatsway:channel:twitch:" + session.channels().get(0).id()))
        .isEmpty();
    assertThat(get(SESSIONS.list(100, null)).sessions())
        .extracting(Session::id)
        .doesNotContain(session.id());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          {"settings":{"voteDelta":0}}                 | settings.voteDelta | 0 | a number from 0.1 to 100
          {"settings":{"voteDelta":"ten"}}             | settings.voteDelta | "ten" | a number from 0.1 to 100
          {"settings":{"decayRate":10.5}}              | settings.decayRate | 10.5 | a number from 0 to 10
          {"settings":{"debounceMillis":1.5}}          | settings.debounceMillis | 1.5 | a whole number from 0 to 60000
          {"settings":{"debounceMillis":60001}}        | settings.debounceMillis | 60001 | a whole number from 0 to 60000
          {"settings":{"scale":"log"}}                 | settings.scale | "log" | one of sum, share, auto
          {"settings":{"forTriggers":[]}}              | settings.forTriggers | [] | a list of 1 to 50 texts of 1 to 100 characters
          {"settings":{"forTriggers":[1]}}             | settings.forTriggers | [1] | a list of 1 to 50 texts of 1 to 100 characters
          {"settings":{"forTriggers":["NO"]}}          | settings.againstTriggers | nothing | triggers that are not also on the other side; on both: no
          {"settings":{"forColor":"red"}}              | settings.forColor | "red" | #rrggbb or null
          {"settings":{"weights":{"vip":101}}}         | settings.weights.vip | 101 | a number from 0 to 100
          {"settings":{"weights":{"boss":1}}}          | settings.weights.boss | 1 | only the fields broadcaster, everyone, moderator, subscriber, vip
          {"settings":{"paused":"yes"}}                | settings.paused | "yes" | true or false
          {"settings":7}                               | settings | 7 | a JSON object
          {"title":"x"}                                | title | "x" | only the fields channels, name, settings
          {"channels":[{"platform":"icq","id":"1"}]}   | channels[0].platform | "icq" | one of twitch, kick, streamerbot, socialstream
          {"channels":[{"platform":"twitch"}]}         | channels[0].id | nothing | 1 to 64 characters
          {"channels":[{"platform":"twitch","id":"ann"}]} | channels[0].id | "ann" | the channel's numeric id at Twitch: 1 to 20 digits
          {"channels":[{"platform":"kick","id":"1\\u001b[2J"}]} | channels[0].id | "1\\u001B[2J" | no control characters or line breaks
          {"channels":[{"platform":"twitch","login":"a b"}]} | channels[0].login | "a b" | a Twitch channel: its name (1 to 25 of a-z, 0-9 and _), or its URL such as https://www.twitch.tv/name
          {"channels":[{"platform":"twitch","login":""}]} | channels[0].login | "" | 1 to 300 characters
          {"channels":[{"platform":"twitch","login":"a","id":"1"}]} | channels[0].id | "1" | nothing if there is a login
          {"channels":[{"platform":"kick","login":"a"}]} | channels[0].login | "a" | nothing: only Twitch channels have a login
          {"name":"a\\nb"}                              | name | "a\\nb" | no control characters or line breaks
          {"channels":[{"id":"1"}]}                    | channels[0].platform | nothing | one of twitch, kick, streamerbot, socialstream
          [1]                                          | body | [1] | a JSON object
          """)
  void whatIsOutOfRangeIsRefusedByFieldValueAndRange(
      String body, String field, String sent, String allowed) {
    assertThatThrownBy(() -> SessionRequest.parse(JSON.readTree(body)))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class,
            refused -> assertThat(refused.errors()).contains(new FieldError(field, sent, allowed)));
  }

  @Test
  void halfASurrogatePairIsRefusedAndNotStoredAsSomethingElse() {
    var body = JSON.createObjectNode().put("name", "\ud83d");

    assertThatThrownBy(() -> SessionRequest.parse(body))
        .isInstanceOf(InvalidFieldsException.class)
        .hasMessageStartingWith("name: ");
  }

  private static Session created(Channel... channels) {
    Session session = get(
        SESSIONS.create(new SessionRequest("test", List.of(channels), SessionSettings.DEFAULTS)));
    assertThat(get(SESSIONS.find(session.id()))).contains(session);
    return session;
  }

  @Test
  void aPatchKeepsTheSettingsOfANewerBuild() {
    Session session = created();
    var record = new String(SessionKeys.of(session.id()).session(), StandardCharsets.US_ASCII);
    var stored = (ObjectNode) JSON.readTree(session.settings().toJson());
    stored.put("theme", "neon").put("sparkle", 7).withObject("weights").put("founder", 3);
    REDIS.client().hset(record, "settings", stored.toString());

    Session patched = get(patched(
            session, "{\"settings\":{\"forLabel\":\"Aye\",\"weights\":{\"vip\":2}}}"))
        .orElseThrow();

    assertThat(patched.settings().forLabel()).isEqualTo("Aye");
    stored.put("forLabel", "Aye").withObject("weights").put("vip", 2.0);
    assertThat(JSON.readTree(REDIS.client().hget(record, "settings"))).isEqualTo(stored);
    assertThatThrownBy(() -> get(patched(session, "{\"settings\":{\"sparkle\":8}}")))
        .hasStackTraceContaining("settings.sparkle");

    get(patched(session, "{\"settings\":{\"theme\":\"light\"}}"));

    stored.put("theme", "light");
    assertThat(JSON.readTree(REDIS.client().hget(record, "settings"))).isEqualTo(stored);
  }

  private static CompletionStage<Optional<Session>> patched(Session session, String patch) {
    return SESSIONS.update(
        session.id(), now -> now.with(SessionRequest.patched(now, JSON.readTree(patch))));
  }

  @Test
  void aDamagedRecordIsListedAsSuchAndCanBeDeleted() {
    Session well = created();
    Session damaged = created();
    REDIS.client().hset(record(damaged.id()), "channels", "not JSON");

    var page = get(SESSIONS.list(1_000, null));
    assertThat(page.damaged()).containsExactly(damaged.id());
    assertThat(page.sessions()).contains(well);

    assertThat(get(SESSIONS.delete(damaged.id()))).isTrue();
    assertThat(get(SESSIONS.list(1_000, null)).damaged()).isEmpty();
  }

  private static String record(UUID id) {
    return new String(SessionKeys.of(id).session(), StandardCharsets.US_ASCII);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
