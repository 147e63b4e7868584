package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standin.RelayStandIn;
import dev.chatsway.standin.TwitchChatStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot as it is started by people: from the command line. */
final class BotCommandsIT {

  @TempDir
  Path temp;

  private final TwitchChatStandIn twitch = new TwitchChatStandIn();

  @AfterEach
  void stop() {
    twitch.close();
  }

  @Test
  void oneCommandIsAllItTakesFromNothingToAMovingBarAndTheNextStartFindsTheSameOne()
      throws Exception {
    String overlay;
    var environment = Map.of("TWITCH_CHAT_URL", twitch.url());
    try (var serve = ChatswayProcess.start(temp, environment, "serve", "--twitch", "#Channel")) {
      var url = serve.url();
      assertThat(serve.line()).startsWith("Admin token: ");
      assertThat(serve.line()).startsWith("Studio: ");
      overlay = serve.line();
      assertThat(overlay).startsWith("Overlay for the chat of channel: " + url + "/overlay/");
      var chat = twitch.connection();
      chat.chat("1", "a", "yes", "");
      var id = overlay.substring(overlay.lastIndexOf('/') + 1);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(RealServer.overlay(url, id).path("for").asDouble()).isPositive());
    }
    try (var serve = ChatswayProcess.start(temp, environment, "serve", "--twitch", "channel")) {
      serve.url();
      assertThat(serve.line()).startsWith("Admin token: ");
      assertThat(serve.line()).startsWith("Studio: ");
      assertThat(serve.line().replaceAll("127[^/]*", ""))
          .isEqualTo(overlay.replaceAll("127[^/]*", ""));
    }
  }

  @Test
  void aBotApartFromTheServerTakesItsTokenFromTheEnvironmentOrAFile() throws Exception {
    var server = RealServer.start(temp, 0);
    try {
      var bar = server.bar("{\"decayRate\":0,\"debounceMillis\":0}");
      var file = Files.writeString(temp.resolve("token"), bar.voteToken() + "\n");
      try (var bot = bot(Map.of("CHATSWAY_VOTE_TOKEN", bar.voteToken()), server.url())) {
        assertThat(bot.line()).isEqualTo("Chatsway reads the chat of channel for " + server.url());
        twitch.connection().chat("1", "a", "yes", "");
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(bar.tallies()).containsExactly(1, 0));
      }
      try (var bot = bot(Map.of(), server.url() + "/", "--token-file", file.toString())) {
        assertThat(bot.line()).startsWith("Chatsway reads");
        twitch.connection().chat("1", "b", "no", "");
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(bar.tallies()).containsExactly(1, 1));
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void aTokenThatNoHeaderCanHoldIsRefusedAndNeverShown() throws Exception {
    var server = RealServer.start(temp, 0);
    try (var refused = bot(Map.of("CHATSWAY_VOTE_TOKEN", "hush\r\n"), server.url())) {
      assertThat(refused.exitStatus()).isEqualTo(2);
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .startsWith(
              "Chatsway: CHATSWAY_VOTE_TOKEN (chatsway.bot.vote-token) ends with a line break;")
          .doesNotContain("hush");
      var file = Files.writeString(temp.resolve("bad"), "\uFEFFhush hush\n");
      try (var bot = bot(Map.of(), server.url(), "--token-file", file.toString())) {
        assertThat(bot.line()).startsWith("Chatsway reads");
        twitch.connection().chat("1", "a", "yes", "");
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(bot.errors())
                .anyMatch(
                    line -> line.contains("the vote token has 10 characters; allowed: ASCII")));
        assertThat(bot.errors()).noneMatch(line -> line.contains("hush"));
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void aTokenOnTheCommandLineIsTakenWithAWarningThatDoesNotRepeatIt() throws Exception {
    var server = RealServer.start(temp, 0);
    try {
      var bar = server.bar("{\"decayRate\":0,\"debounceMillis\":0}");
      var token = bar.voteToken();
      try (var bot = bot(Map.of(), server.url(), "--token", token)) {
        assertThat(bot.line()).isEqualTo("Chatsway reads the chat of channel for " + server.url());
        assertThat(bot.errors())
            .containsOnlyOnce("Chatsway: --token is visible to anyone who can list processes; "
                + "CHATSWAY_VOTE_TOKEN and --token-file are not")
            .noneMatch(line -> line.contains(token));
        twitch.connection().chat("1", "a", "yes", "");
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(bar.tallies()).containsExactly(1, 0));
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void whatStreamerBotAndSocialStreamRelayIsVotesAndNoPasswordIsShown() throws Exception {
    var server = RealServer.start(temp, 0);
    try (var relay = new RelayStandIn()) {
      var bar = server.bar("{\"decayRate\":0,\"debounceMillis\":0}");
      var environment =
          Map.of("CHATSWAY_VOTE_TOKEN", bar.voteToken(), "STREAMERBOT_PASSWORD", "hush-hush");
      var to = List.of("--server", server.url());
      try (var bot = start(environment, to, "bot", "--streamerbot", relay.url())) {
        assertThat(bot.line()).isEqualTo("Chatsway reads Streamer.bot for " + server.url());
        var streamerbot = relay.connection();
        streamerbot.say(
            "{'request':'Hello','info':{},'authentication':{'salt':'a','challenge':'b'}}");
        assertThat(streamerbot.message()).contains("Authenticate").doesNotContain("hush");
        streamerbot.say("{'id':'chatsway-login','status':'ok'}");
        assertThat(streamerbot.message()).contains("Subscribe");
        streamerbot.say("{'id':'chatsway-subscribe','status':'ok'}");
        for (int i = 0; i < 2; i++) {
          streamerbot.say(
              "{'event':{'source':'Twitch','type':'ChatMessage'},'data':{'message':{'msgId':'1','userId':'7','message':'yes'}}}");
          streamerbot.say(
              "{'event':{'source':'YouTube','type':'Message'},'data':{'eventId':'1','message':'yes','user':{'id':'7'}}}");
          streamerbot.say(
              "{'event':{'source':'Kick','type':'ChatMessage'},'data':{'messageId':'1','text':'no','user':{'id':'7'}}}");
        }
        awaitVotes(bar, 2, 1);
        streamerbot.hangUp();
        relay.connection().say("{'request':'Hello','info':{}}");
        assertThat(bot.errors()).noneMatch(line -> line.contains("hush"));
      }
      try (var bot = start(environment, to, "bot", "--socialstream", relay.url() + "join/x/4")) {
        assertThat(bot.line()).startsWith("Chatsway reads Social Stream Ninja");
        var socialstream = relay.connection();
        socialstream.say("{'id':1,'type':'facebook','chatname':'Ann','chatmessage':'<b>no</b>'}");
        socialstream.say("{'id':1,'type':'facebook','chatname':'Ann','chatmessage':'<b>no</b>'}");
        socialstream.say("{'type':'youtube','chatname':'Ben','chatmessage':'yes'}");
        socialstream.say("{'type':'kick','chatname':'Cy','chatmessage':'no'}");
        awaitVotes(bar, 3, 3);
      }
    } finally {
      server.stop();
    }
  }

  private static void awaitVotes(RealServer.Bar bar, double pro, double contra) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bar.tallies()).containsExactly(pro, contra));
  }

  @Test
  void whatIsMissingOrWrongIsOneLine() throws Exception {
    try (var bot = bot(Map.of(), "http://127.0.0.1:1")) {
      assertThat(bot.exitStatus()).isEqualTo(2);
      assertThat(bot.errors())
          .singleElement()
          .asString()
          .startsWith("Chatsway: CHATSWAY_VOTE_TOKEN (chatsway.bot.vote-token) is \"\"; allowed: ");
    }
    var to = List.of("--server", "http://127.0.0.1:1", "--token", "t");
    try (var bot = start(Map.of(), to, "bot", "--socialstream", "https://example.com/secret")) {
      assertThat(bot.exitStatus()).isEqualTo(2);
      assertThat(bot.errors())
          .contains(
              "Chatsway: --socialstream is not a URL of a WebSocket; allowed: a ws or wss URL")
          .noneMatch(line -> line.contains("secret"));
    }
    try (var bot = bot(Map.of(), "bar.example.com", "--token", "t")) {
      assertThat(bot.exitStatus()).isEqualTo(2);
      assertThat(bot.errors())
          .containsExactly(
              "Chatsway: --server is \"bar.example.com\"; allowed: an http or https URL");
    }
  }

  private ChatswayProcess bot(Map<String, String> environment, String server, String... more)
      throws Exception {
    var arguments = new ArrayList<>(List.of("--server", server));
    arguments.addAll(List.of(more));
    return start(environment, arguments, "bot", "--twitch", "channel");
  }

  private ChatswayProcess start(
      Map<String, String> environment, List<String> more, String... arguments) throws Exception {
    var all = new HashMap<>(environment);
    all.put("TWITCH_CHAT_URL", twitch.url());
    return ChatswayProcess.start(
        temp, all, Stream.concat(Stream.of(arguments), more.stream()).toArray(String[]::new));
  }
}
