package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import dev.chatsway.chat.ChatSettings;
import dev.chatsway.relay.Relay;
import dev.chatsway.relay.SocialStream;
import dev.chatsway.relay.StreamerBot;
import dev.chatsway.session.Sides;
import dev.chatsway.standalone.bot.BotSettings;
import dev.chatsway.standalone.bot.ChatBot;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads a chat and votes on a server elsewhere, until it is told to stop. */
@Command(
    name = "bot",
    description =
        "Reads a chat and sends its lines to a running Chatsway as votes: a Twitch channel's, without registration, or what Streamer.bot"
            + " or Social Stream Ninja relays. The session's vote token is read from CHATSWAY_VOTE_TOKEN or a file.",
    mixinStandardHelpOptions = true)
public final class Bot implements ChatswayCommand {

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Chat chat = new Chat();

  /** Whose lines are votes: one of these. */
  private static final class Chat {

    @Option(
        names = "--twitch",
        paramLabel = "CHANNEL",
        description = "A Twitch channel: its name, or its URL.")
    private @Nullable String twitch;

    @Option(
        names = "--streamerbot",
        paramLabel = "URL",
        description =
            "Streamer.bot's WebSocket server, such as ws://127.0.0.1:8080/. Its password, if it has one, is read from"
                + " STREAMERBOT_PASSWORD.")
    private @Nullable String streamerbot;

    @Option(
        names = "--socialstream",
        paramLabel = "URL",
        description =
            "Social Stream Ninja's listener, such as wss://io.socialstream.ninja/join/SESSION/4. Other users of this machine can"
                + " see it in the list of processes.")
    private @Nullable String socialstream;

    ChatBot.Source source(Config config) {
      if (twitch != null) {
        return ChatBot.Source.twitch(TwitchOption.login(twitch));
      }
      if (streamerbot != null) {
        var password = Setting.STREAMERBOT_PASSWORD.in(config);
        return relay("--streamerbot", streamerbot, new StreamerBot(password));
      }
      return relay("--socialstream", String.valueOf(socialstream), new SocialStream());
    }

    private static ChatBot.Source relay(String option, String sent, Relay relay) {
      URI url;
      try {
        url = new URI(sent);
      } catch (URISyntaxException e) { // which repeats what was sent, maybe a secret
        throw refused(option);
      }
      if (url.getHost() == null || !Pattern.matches("wss?", String.valueOf(url.getScheme()))) {
        throw refused(option);
      }
      return ChatBot.Source.relay(url, relay);
    }

    private static IllegalArgumentException refused(String option) {
      return new IllegalArgumentException(
          option + " is not a URL of a WebSocket; allowed: a ws or wss URL");
    }

    /** For people. */
    String name() {
      return twitch != null
          ? "the chat of " + TwitchOption.login(twitch)
          : streamerbot != null ? "Streamer.bot" : "Social Stream Ninja";
    }
  }

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description = "The running server, such as https://bar.example.com.")
  private String server = "";

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      description =
          "The name of the channel that all lines come from, such as youtube:anna, for a session whose channels vote for sides. Not"
              + " needed with --twitch: twitch:@name.")
  private @Nullable String channel;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the vote token; read again when the server no longer accepts it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token",
      paramLabel = "VOTE_TOKEN",
      description =
          "The vote token itself. Other users of this machine can see it in the list of processes: prefer the environment variable.")
  private @Nullable String token;

  @Override
  public Integer call() throws StartFailure {
    var config = Environment.load();
    var source = source(config);
    var url = RunningServer.url(server);
    var tokens = tokens(config);
    var settings = BotSettings.from(config);
    var system = ActorSystem.create(Behaviors.<Void>empty(), "chatsway-bot", config);
    ChatBot.start(system, settings, ChatSettings.from(config), source, url, tokens);
    System.out.println("Chatsway reads " + chat.name() + " for " + url);
    System.out.flush();
    system.getWhenTerminated().toCompletableFuture().join();
    return 0;
  }

  private ChatBot.Source source(Config config) {
    var source = chat.source(config);
    var name = channel;
    if (name == null) {
      return source;
    }
    if (!Sides.isName(name)) {
      throw new IllegalArgumentException("--channel is \"" + name + "\"; allowed: " + Sides.NAMES);
    }
    return source.in(name);
  }

  private Callable<String> tokens(Config config) {
    var file = tokenFile;
    if (file != null) {
      return () -> Files.readString(file).strip();
    }
    if (token != null) {
      System.err.println(
          "Chatsway: --token is visible to anyone who can list processes; CHATSWAY_VOTE_TOKEN and --token-file are not");
    }
    var known = token != null ? token : Setting.CHATSWAY_VOTE_TOKEN.in(config);
    if (known.isEmpty()) {
      throw Setting.CHATSWAY_VOTE_TOKEN.refuse(
          "", "the session's vote token, here or in a file named by --token-file");
    }
    return () -> known;
  }
}
