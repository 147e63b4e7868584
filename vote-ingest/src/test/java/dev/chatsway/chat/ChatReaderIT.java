package dev.chatsway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.ChatStatus;
import dev.chatsway.session.Session;
import dev.chatsway.standin.TwitchChatStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChatReaderIT {

  private final RedisServer redis = RedisServer.start();
  private final TwitchChatStandIn twitch = new TwitchChatStandIn();
  private final List<ChatInstance> instances = new ArrayList<>();

  @AfterEach
  void stop() {
    instances.forEach(ChatInstance::close);
    twitch.close();
    redis.close();
  }

  private ChatInstance instance(String more) {
    var instance = ChatInstance.start(redis, twitch, more);
    instances.add(instance);
    return instance;
  }

  private static void within(Duration limit, ThrowingRunnable holds) {
    await().pollInterval(Duration.ofMillis(20)).atMost(limit).untilAsserted(holds);
  }

  private static void eventually(ThrowingRunnable holds) {
    within(Duration.ofSeconds(20), holds);
  }

  private void awaitReader(String channel) {
    eventually(() -> assertThat(twitch.readers(channel)).hasSize(1));
  }

  private static void awaitVotes(
      ChatInstance instance, Session session, double pro, double contra) {
    eventually(() -> assertThat(instance.tallies(session)).containsExactly(pro, contra));
  }

  private static ChatState state(ChatInstance instance, String login) {
    return instance.state(login).orElse(ChatState.of(ChatStatus.UNREAD));
  }

  @Test
  void aChannelOfANewSessionIsReadWithinTwoSecondsAndItsLinesAreVotes() throws Exception {
    var instance = instance("");
    var session =
        instance.session(",'weights':{'broadcaster':5,'moderator':3,'everyone':1}", "channel");

    within(Duration.ofSeconds(2), () -> assertThat(twitch.readers("channel")).hasSize(1));

    var client = twitch.connection();
    assertThat(client.line()).isEqualTo("CAP REQ :twitch.tv/tags twitch.tv/commands");
    assertThat(client.line()).matches("NICK justinfan\\d{5}");
    assertThat(client.line()).isEqualTo("JOIN #channel");
    twitch.chat("channel", "1", "a", "yes", "");
    twitch.chat("channel", "2", "b", "NO!", "badges=moderator/1");
    twitch.chat("channel", "100", "c", "+ + \uDB40\uDC00", "badges=");
    twitch.chat("channel", "4", "d", "hello", "");
    twitch.chat("channel", "1", "a", "yes", "");
    awaitVotes(instance, session, 6, 3);
  }

  @Test
  void oneConnectionReadsManyChannelsAndEachLineCountsInItsOwnSessions() {
    var instance = instance("");
    var first = instance.session("", "one", "two");
    var second = instance.session("", "two");
    awaitReader("one");
    awaitReader("two");

    twitch.chat("one", "1", "a", "yes", "");
    twitch.chat("two", "1", "b", "no", "");

    awaitVotes(instance, first, 1, 1);
    awaitVotes(instance, second, 0, 1);
    assertThat(twitch.readers("one")).isEqualTo(twitch.readers("two"));
  }

  @Test
  void aChannelThatVotesForASideDoesSoByAnyTrigger() {
    var instance = instance("");
    var session = instance.session(
        ",'sides':{'twitch:@one':'for','twitch:@two':'against'}", "one", "two", "three");
    awaitReader("one");
    awaitReader("two");
    awaitReader("three");

    twitch.chat("one", "1", "a", "yes", "");
    twitch.chat("one", "2", "b", "no", "");
    twitch.chat("two", "3", "c", "yes", "");
    twitch.chat("two", "4", "d", "hello", "");
    twitch.chat("three", "5", "e", "no", "");

    awaitVotes(instance, session, 2, 2);
  }

  @Test
  void aChannelThatNoSessionNamesAnyMoreIsLeft() {
    var instance = instance("");
    var gone = instance.session("", "gone");
    instance.session("", "stays");
    awaitReader("gone");
    awaitReader("stays");

    instance.delete(gone);

    eventually(() -> assertThat(twitch.readers("gone")).isEmpty());
    assertThat(twitch.readers("stays")).hasSize(1);
    eventually(() -> assertThat(instance.state("gone")).isEmpty());
  }

  @Test
  void manyChannelsAreSpreadOverConnectionsThatJoinAtOnceWhatTwitchAllows() {
    var instance = instance("");
    for (int i = 0; i < 3; i++) {
      var part = i;
      instance.session(
          "", IntStream.range(0, 15).mapToObj(n -> "c" + part + "_" + n).toArray(String[]::new));
    }

    within(Duration.ofSeconds(5), () -> assertThat(twitch.joins()).hasSize(45));

    assertThat(twitch.joins().stream()
            .map(TwitchChatStandIn.Join::connection)
            .distinct()
            .map(connection -> connection.channels().size()))
        .containsExactlyInAnyOrder(20, 20, 5);
    eventually(() -> assertThat(instance.channels("silent")).isEqualTo(45));
  }

  @Test
  void whatIsWrongWithAChatAndWhenItSpokeLastIsKnownToAllInstances() throws Exception {
    var reading = instance("chatsway.chat { quiet = 1500ms, lease = 30s }");
    twitch.forget("suspended");
    reading.session("", "channel", "suspended");
    awaitReader("channel");
    var other = instance(""); // which finds the lease taken

    eventually(() -> assertThat(state(other, "channel"))
        .isEqualTo(new ChatState(ChatStatus.SILENT, "100", null, null)));
    eventually(() -> assertThat(state(other, "suspended"))
        .isEqualTo(new ChatState(
            ChatStatus.NO_SUCH_CHANNEL,
            null,
            null,
            "This channel does not exist or has been suspended.")));

    var before = Instant.now().minusMillis(1);
    twitch.chat("channel", "1", "a", "hello", "");
    within(
        Duration.ofSeconds(2),
        () -> assertThat(state(other, "channel").status()).isEqualTo(ChatStatus.LIVE));
    var lastLine = state(other, "channel").lastLine();
    assertThat(lastLine).isBetween(before, Instant.now());
    eventually(() -> assertThat(state(other, "channel"))
        .isEqualTo(new ChatState(ChatStatus.SILENT, "100", lastLine, null)));
  }

  @Test
  void aJoinThatGetsNoAnswerIsSaidAndTriedAgain() {
    var instance = instance("chatsway.chat { join-timeout = 300ms, rejoin = 300ms }");
    twitch.ignore("channel", true);
    instance.session("", "channel");

    eventually(() ->
        assertThat(state(instance, "channel").status()).isEqualTo(ChatStatus.NO_SUCH_CHANNEL));
    assertThat(state(instance, "channel").reason()).startsWith("Twitch has not confirmed");

    twitch.ignore("channel", false);
    eventually(() -> assertThat(state(instance, "channel").status()).isEqualTo(ChatStatus.SILENT));
  }

  @Test
  void aLostConnectionIsMadeAnewAndALineThatIsSaidTwiceCountsOnce() throws Exception {
    var instance = instance("");
    var session = instance.session("", "channel");
    awaitReader("channel");
    twitch.chat("channel", "1", "a", "yes", "");
    awaitVotes(instance, session, 1, 0);

    twitch.connection().hangUp();
    eventually(() -> assertThat(twitch.joins()).hasSize(2));
    awaitReader("channel");
    twitch.chat("channel", "1", "a", "yes", "");
    twitch.chat("channel", "2", "b", "no", "");
    awaitVotes(instance, session, 1, 1);

    twitch.readers("channel").get(0).say(":tmi.twitch.tv RECONNECT");
    eventually(() -> assertThat(twitch.joins()).hasSize(3));
    awaitReader("channel");
    twitch.chat("channel", "3", "c", "no", "");
    awaitVotes(instance, session, 1, 2);
  }

  @Test
  void pingsAreAnsweredAndAConnectionThatAnswersNoneIsMadeAnew() throws Exception {
    var instance = instance("chatsway.chat { silence = 300ms, pong-timeout = 300ms }");
    instance.session("", "channel");
    var client = twitch.connection();
    awaitReader("channel");

    client.say("PING :tmi.twitch.tv");
    assertThat(lineOf(client, "PONG")).isEqualTo("PONG :tmi.twitch.tv");
    assertThat(lineOf(client, "PING")).isEqualTo("PING :chatsway");
    assertThat(lineOf(client, "PING")).as("answered, and asked again").isEqualTo("PING :chatsway");

    twitch.answerPings(false);
    assertThat(lineOf(twitch.connection(), "JOIN")).isEqualTo("JOIN #channel");
  }

  @Test
  void aLineThatIsTooLongIsDroppedAndTheNextOneCounts() {
    var instance = instance("");
    var session = instance.session("", "channel");
    awaitReader("channel");

    twitch.chat("channel", "1", "a", "yes" + " ".repeat(TwitchChat.LINE_CHARACTERS), "");
    twitch.chat("channel", "2", "b", "yes" + " ".repeat(300 * 1024), "");
    twitch.chat("channel", "3", "c", "no", "");

    awaitVotes(instance, session, 0, 1);
    assertThat(instance.dropped("too_long")).isEqualTo(2);
  }

  @Test
  void linesThatComeInOneMessageCountHoweverLongItIs() {
    var instance = instance("");
    var session = instance.session("", "channel");
    awaitReader("channel");
    var chatter = ":u!u@u.tmi.twitch.tv PRIVMSG #channel :" + "x".repeat(1_500);
    var lines = new ArrayList<>(Collections.nCopies(250, chatter));
    lines.add("@id=1;user-id=1 :u!u@u.tmi.twitch.tv PRIVMSG #channel :" + "x".repeat(300_000));
    lines.add("@id=2;user-id=2 :u!u@u.tmi.twitch.tv PRIVMSG #channel :yes");

    twitch.readers("channel").forEach(each -> each.say(lines.toArray(String[]::new)));

    awaitVotes(instance, session, 1, 0);
    assertThat(instance.dropped("too_long")).isEqualTo(1);
  }

  @Test
  void whatIsSaidWhileRedisIsAwayIsCountedWhenItIsBackAndNoMoreThanMayWait() throws Exception {
    var instance = instance("chatsway.chat.lines = 100");
    var session = instance.session("", "channel");
    awaitReader("channel");
    twitch.chat("channel", "0", "before", "yes", "");
    awaitVotes(instance, session, 1, 0);

    redis.freeze();
    for (int i = 1; i <= 150; i++) {
      twitch.chat("channel", "u" + i, "m" + i, "yes", "");
    }
    eventually(() -> assertThat(instance.dropped("queue_full")).isEqualTo(50));
    redis.thaw();

    awaitVotes(instance, session, 101, 0);
    assertThat(twitch.readers("channel")).as("read all the while").hasSize(1);
    assertThat(twitch.joins()).hasSize(1);
  }

  @Test
  void aStopHandsItsChannelsOver() {
    var first = instance("");
    var session = first.session("", "channel");
    awaitReader("channel");
    var second = instance("");
    instances.remove(first);

    first.close();

    within(Duration.ofSeconds(2), () -> assertThat(twitch.joins()).hasSize(2));
    awaitReader("channel");
    twitch.chat("channel", "1", "a", "yes", "");
    awaitVotes(second, session, 1, 0);
  }

  @Test
  void aKilledInstancesChannelsAreReadByAnotherWithinFiveSecondsAndNoLineCountsTwice() {
    var killed = instance(ChatInstance.killable());
    var session = killed.session(",'debounceMillis':0", "channel");
    awaitReader("channel");
    var other = instance("");
    for (int i = 0; i < 20; i++) {
      twitch.chat("channel", "u" + i, "m" + i, "yes", "");
    }
    awaitVotes(other, session, 20, 0);
    instances.remove(killed);

    killed.close();
    within(Duration.ofSeconds(5), () -> assertThat(twitch.joins()).hasSize(2));
    awaitReader("channel");

    for (int i = 0; i < 30; i++) { // the first twenty once more
      twitch.chat("channel", "u" + i, "m" + i, "yes", "");
    }
    twitch.chat("channel", "end", "end", "no", "");
    awaitVotes(other, session, 30, 1);
  }

  private static String lineOf(TwitchChatStandIn.Connection chat, String command)
      throws InterruptedException {
    var line = chat.line();
    while (!line.startsWith(command) && !line.equals("(nothing)")) {
      line = chat.line();
    }
    return line;
  }
}
