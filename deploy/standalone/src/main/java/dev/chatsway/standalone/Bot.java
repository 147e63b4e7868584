package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import dev.chatsway.standalone.bot.BotSettings;
import dev.chatsway.standalone.bot.TwitchBot;
import dev.chatsway.twitch.chat.ChatSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads a channel's chat and votes on a server elsewhere, until it is told to stop. */
@Command(
    name = "bot",
    description =
        "Reads a channel's chat on Twitch, without any registration, and votes with it on a running Chatsway. The session's"
            + " vote token is read from CHATSWAY_VOTE_TOKEN or a file.",
    mixinStandardHelpOptions = true)
public final class Bot implements ChatswayCommand {

  @Option(
      names = "--twitch",
      required = true,
      paramLabel = "CHANNEL",
      description = "Its name, or its URL.")
  private String channel = "";

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description = "The running server, as in https://bar.example.com.")
  private String server = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the vote token; read again when the server knows it no more.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token",
      paramLabel = "VOTE_TOKEN",
      description =
          "The vote token itself. Everybody on this machine can see it in the list of processes: rather use the environment.")
  private @Nullable String token;

  @Override
  public Integer call() throws StartFailure {
    var config = Environment.load();
    var login = TwitchBot.login(channel);
    var url = RunningServer.url(server);
    var tokens = tokens(config);
    var settings = BotSettings.from(config);
    var system = ActorSystem.create(Behaviors.<Void>empty(), "chatsway-bot", config);
    TwitchBot.start(system, settings, ChatSettings.from(config), login, url, tokens);
    System.out.println("Chatsway reads the chat of " + login + " for " + url);
    System.out.flush();
    system.getWhenTerminated().toCompletableFuture().join();
    return 0;
  }

  private Callable<String> tokens(Config config) {
    var file = tokenFile;
    if (file != null) {
      return () -> Files.readString(file).strip();
    }
    if (token != null) {
      System.err.println(
          "Chatsway: --token is seen by everybody who can list processes; CHATSWAY_VOTE_TOKEN or --token-file is not");
    }
    var known = token != null ? token : Setting.CHATSWAY_VOTE_TOKEN.in(config);
    if (known.isEmpty()) {
      throw Setting.CHATSWAY_VOTE_TOKEN.refuse(
          "", "the session's vote token, here or in a file named by --token-file");
    }
    return () -> known;
  }
}
