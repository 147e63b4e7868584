package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import dev.chatsway.standalone.bot.BotSettings;
import dev.chatsway.standalone.bot.TwitchBot;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs an instance until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Runs gateway and ingest in one process. The settings are environment variables; see the README.",
    mixinStandardHelpOptions = true)
public final class Serve implements ChatswayCommand {

  @Option(
      names = "--twitch",
      paramLabel = "CHANNEL",
      description =
          "Also reads this channel's chat on Twitch, without any registration, and votes in the session of that name,"
              + " which is made if there is none.")
  private @Nullable String channel;

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    var login = channel == null ? null : TwitchBot.login(channel);
    var config = Environment.load();
    var bot = BotSettings.from(config);
    var server = Server.start(config, Instance::create);
    System.out.print(server.announcement());
    System.out.flush();
    if (login != null) {
      readChat(server, bot, login);
    }
    server.awaitEnd();
    return 0;
  }

  private static void readChat(Server server, BotSettings settings, String login)
      throws ApiException, InterruptedException {
    var api = new SessionApi(server.apiUrl(), Setting.CHATSWAY_ADMIN_TOKEN.in(server.config()));
    try {
      var found = api.sessionNamed(login);
      var session = found.isPresent() ? found.get() : api.create(login);
      var id = UUID.fromString(session.path("id").asString());
      TwitchBot.start(
          server.system(),
          settings,
          login,
          server.listenUrl(),
          () -> api.session(id).path("voteToken").asString());
      System.out.println(
          "Overlay for the chat of " + login + ": " + session.path("overlayUrl").asString());
      System.out.flush();
    } catch (ApiException | InterruptedException | RuntimeException e) {
      server.stop();
      throw e;
    }
  }
}
