package dev.chatsway.standalone.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.chat.ChatSettings;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standin.TwitchChatStandIn;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class ChatBotIT {

  @TempDir
  static Path temp;

  private static RealServer server;

  private final TwitchChatStandIn twitch = new TwitchChatStandIn();
  private final ActorSystem<Void> system =
      ActorSystem.create(Behaviors.empty(), "bot", ConfigFactory.load());
  private RealServer.Bar bar;

  @BeforeAll
  static void startServer() throws Exception {
    server = RealServer.start(temp, 0);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  @BeforeEach
  void aBar() throws Exception {
    bar = server.bar("{\"decayRate\":0,\"debounceMillis\":0}");
  }

  @AfterEach
  void stop() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    twitch.close();
  }

  private TwitchChatStandIn.Connection joined(String settings) throws InterruptedException {
    start(server.url(), settings);
    return twitch.connection();
  }

  private void start(String url, String settings) {
    Config config = ConfigFactory.parseString(settings)
        .withFallback(
            ConfigFactory.parseString(
                "chatsway { chat { twitch-url = \"" + twitch.url()
                    + "\", backoff { least = 1ms, most = 200ms } }, bot.backoff { least = 1ms, most = 200ms } }"))
        .withFallback(ConfigFactory.load());
    ChatBot.start(
        system,
        BotSettings.from(config),
        ChatSettings.from(config),
        ChatBot.Source.twitch("channel"),
        url,
        bar::voteToken);
  }

  private void awaitVotes(double pro, double contra) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bar.tallies()).containsExactly(pro, contra));
  }

  @Test
  void itJoinsAsAnybodyMayAndItsLinesAreVotes() throws Exception {
    var chat = joined("");

    assertThat(chat.line()).isEqualTo("CAP REQ :twitch.tv/tags twitch.tv/commands");
    assertThat(chat.line()).matches("NICK justinfan\\d{5}");
    assertThat(chat.line()).isEqualTo("JOIN #channel");
    chat.chat("1", "a", "yes", "");
    chat.chat("2", "b", "NO!", "");
    chat.chat("3", "c", "hello", "");
    chat.chat("4", "d", "＋１ \uDB40\uDC00", "");
    awaitVotes(2, 1);
  }

  @Test
  void aLineThatTwitchSendsTwiceCountsOnce() throws Exception {
    var chat = joined("");

    chat.chat("1", "a", "yes", "");
    chat.chat("1", "a", "yes", "");
    chat.hangUp();
    var again = twitch.connection();
    again.chat("1", "a", "yes", "");
    again.chat("2", "b", "no", "");

    awaitVotes(1, 1);
  }

  @Test
  void aPingIsAnswered() throws Exception {
    var chat = joined("");

    chat.say("PING :tmi.twitch.tv");

    assertThat(lineOf(chat, "PONG")).isEqualTo("PONG :tmi.twitch.tv");
  }

  @Test
  void whenTwitchAsksToReconnectItComesBackAndMissesNothingAfterwards() throws Exception {
    var first = joined("");

    first.say(":tmi.twitch.tv RECONNECT");
    var second = twitch.connection();
    assertThat(lineOf(second, "JOIN")).isEqualTo("JOIN #channel");
    first.chat("1", "a", "no", "");
    second.chat("1", "a", "yes", "");

    awaitVotes(1, 0);
  }

  @Test
  void linesOfAnotherChannelOfASharedChatCountWhereTheSessionWantsAll() throws Exception {
    var chat = joined("");
    chat.chat("1", "a", "yes", "source-room-id=200;source-id=s1");
    chat.chat("2", "b", "no", "source-room-id=100;source-id=s2");
    awaitVotes(0, 1);

    bar.change("{\"sharedChat\":\"all\"}");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> { // settings may be a second old
              chat.chat("3", "c", "yes", "source-room-id=200;source-id=s3");
              chat.chat("3", "d", "yes", "source-room-id=200;source-id=s3");
              assertThat(bar.tallies()).containsExactly(1, 1);
            });
    chat.chat("4", "e", "no", "");
    awaitVotes(1, 2);
  }

  @Test
  void itsLinesCountForTheSideOfTheChannel() throws Exception {
    bar.change("{\"sides\":{\"twitch:@channel\":\"against\"}}");
    var chat = joined("");

    chat.chat("1", "a", "yes", "");
    chat.chat("2", "b", "no", "");

    awaitVotes(0, 2);
  }

  @Test
  void aRotatedTokenIsAskedForAgain() throws Exception {
    var chat = joined("");
    chat.chat("1", "a", "yes", "");
    awaitVotes(1, 0);

    bar.rotateVoteToken();
    chat.chat("2", "b", "yes", "");
    awaitVotes(2, 0);
  }

  @Test
  void whatIsSaidWhileTheServerIsAwayIsCountedWhenItIsBack(@TempDir Path folder) throws Exception {
    int port = RealServer.freePort();
    var lines = 1_200;
    var first = RealServer.start(folder, port);
    bar = first.bar("{\"decayRate\":0,\"debounceMillis\":0,\"voteDelta\":0.1}");
    start(first.url(), "");
    var chat = twitch.connection();
    chat.chat("0", "before", "yes", "");
    awaitVotes(1, 0);
    first.stop();

    for (int i = 0; i < lines; i++) {
      chat.chat("u" + i, "m" + i % 1_000, i % 2 == 0 ? "yes" : "no", "");
    }
    var second = RealServer.start(folder, port);
    bar = second.same(bar);

    awaitVotes(501, 500);
    second.stop();
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
