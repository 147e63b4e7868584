package dev.chatsway.standalone;

import com.typesafe.config.Config;
import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an instance until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Runs the server in one process. The settings are environment variables; see the README.",
    mixinStandardHelpOptions = true)
public final class Serve implements ChatswayCommand {

  @Option(
      names = "--twitch",
      paramLabel = "CHANNEL",
      description =
          "Also creates a session that reads this Twitch channel's chat, without registration, unless there is one."
              + " The channel's name or URL.")
  private @Nullable String channel;

  @Mixin
  private StartOptions options;

  /** Without options. */
  public Serve() {
    this(new StartOptions());
  }

  Serve(StartOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    var login = channel == null ? null : TwitchOption.login(channel);
    var config = options.applyTo(Environment.load());
    if (login != null) {
      checkRoles(config);
    }
    var server = Server.start(config);
    System.out.print(server.announcement());
    System.out.flush();
    if (login != null) {
      readChat(server, login);
    }
    options.open(server);
    server.awaitEnd();
    return 0;
  }

  private static void checkRoles(Config config) {
    if (!StandaloneSettings.from(config).roles().contains(Role.CHAT)) {
      throw Setting.CHATSWAY_ROLES.refuse(
          Setting.CHATSWAY_ROLES.in(config), "with --twitch, roles that include chat");
    }
  }

  private static void readChat(Server server, String login)
      throws ApiException, InterruptedException {
    var api = new SessionApi(server.apiUrl(), Setting.CHATSWAY_ADMIN_TOKEN.in(server.config()));
    try {
      var session = api.sessionOfChat(login);
      System.out.println(
          "Overlay for the chat of " + login + ": " + session.path("overlayUrl").asString());
      System.out.flush();
    } catch (ApiException | InterruptedException | RuntimeException e) {
      server.stop();
      throw e;
    }
  }
}
