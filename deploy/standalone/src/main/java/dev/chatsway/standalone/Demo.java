package dev.chatsway.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.session.Tokens;
import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import dev.chatsway.standalone.demo.DemoSession;
import dev.chatsway.standalone.demo.SimulatedChat;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Command;

/** Runs an instance with a session of its own, in which a simulated chat votes. */
@Command(
    name = "demo",
    description =
        "The same as serve, plus a demo session and a simulated crowd that votes through the real webhook.",
    mixinStandardHelpOptions = true)
public final class Demo implements ChatswayCommand {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Override
  public Integer call() throws StartFailure, InterruptedException {
    var server = Server.start(complete(Environment.load()));
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
    var overlayUrl = session(server).overlayUrl();
    System.out.print(announcement(server, overlayUrl));
    System.out.flush();
    var secret = Setting.TWITCH_EVENTSUB_SECRET.in(server.config());
    var chat = SimulatedChat.start(client, server.listenUrl(), secret, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(chat::close, "demo-end"));
    server.awaitEnd();
    return 0;
  }

  /** With a secret to sign with, made for this run if there is none. */
  private static Config complete(Config config) {
    if (!StandaloneSettings.from(config).roles().containsAll(Set.of(Role.GATEWAY, Role.INGEST))) {
      throw Setting.CHATSWAY_ROLES.refuse(
          Setting.CHATSWAY_ROLES.in(config), "gateway,ingest: the demo needs both");
    }
    return Setting.TWITCH_EVENTSUB_SECRET.in(config).isEmpty()
        ? config.withValue(
            Setting.TWITCH_EVENTSUB_SECRET.key(), ConfigValueFactory.fromAnyRef(Tokens.token()))
        : config;
  }

  private static DemoSession session(Server server) throws StartFailure, InterruptedException {
    var token = Setting.CHATSWAY_ADMIN_TOKEN.in(server.config());
    try {
      return DemoSession.findOrCreate(new SessionApi(server.apiUrl(), token));
    } catch (ApiException e) {
      server.stop();
      throw new StartFailure("the demo has no session: " + e.getMessage(), e);
    }
  }

  /** What serve announces, with the overlay's URL right after the line that says it is ready. */
  private static String announcement(Server server, String overlayUrl) {
    var lines = server.announcement();
    var second = lines.indexOf('\n') + 1;
    return lines.substring(0, second) + "Watch the bar: " + overlayUrl + "\n"
        + lines.substring(second);
  }
}
