package dev.chatsway.standalone.bot;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.net.http.HttpClient;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The bot: reads one channel of Twitch, posts to one server, until its actor system ends. */
public final class TwitchBot {

  private static final Pattern LOGIN = Pattern.compile("[a-z0-9_]{1,25}");

  private TwitchBot() {}

  /**
   * The login name of a channel, as people write it: {@code #Channel}, {@code Channel}, {@code twitch.tv/channel}.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static String login(String channel) {
    var login = channel
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^(https?://)?(www\\.)?twitch\\.tv/|^[#@]", "")
        .replaceFirst("/$", "");
    if (!LOGIN.matcher(login).matches()) {
      throw new IllegalArgumentException("--twitch is \"" + channel
          + "\"; allowed: the login name of a Twitch channel, 1 to 25 of a-z, 0-9 and _");
    }
    return login;
  }

  /**
   * Starts it; it comes to an end before the server does, if both are in one process.
   *
   * @param login as {@link #login} gives it
   * @param server what the server's URLs start with, without a slash at the end
   * @param voteToken asked at first, and again when the server knows the token no more; may block
   */
  public static void start(
      ActorSystem<?> system,
      BotSettings settings,
      String login,
      String server,
      Callable<String> voteToken) {
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .build();
    ActorRef<Stop> bot = system.systemActorOf(
        both(settings, login, server, voteToken, client), "twitch-bot", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "twitch-bot-stopped", () -> {
          bot.tell(Stop.INSTANCE);
          return CompletableFuture.completedStage(Done.getInstance());
        });
  }

  private enum Stop {
    INSTANCE
  }

  private static Behavior<Stop> both(
      BotSettings settings,
      String login,
      String server,
      Callable<String> voteToken,
      HttpClient client) {
    return Behaviors.setup(context -> {
      var outbox = context.spawn(Outbox.create(settings, server, voteToken, client), "outbox");
      context.spawn(TwitchChat.create(settings, login, outbox, client), "chat");
      return Behaviors.receive(Stop.class)
          .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
          .build();
    });
  }
}
