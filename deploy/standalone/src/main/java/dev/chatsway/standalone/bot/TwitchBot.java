package dev.chatsway.standalone.bot;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import dev.chatsway.session.TwitchLogin;
import dev.chatsway.twitch.chat.ChatEvent;
import dev.chatsway.twitch.chat.ChatSettings;
import dev.chatsway.twitch.chat.TwitchChat;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The bot: reads one channel of Twitch, posts to one server, until its actor system ends. */
public final class TwitchBot {

  private TwitchBot() {}

  /**
   * The login name of a channel, from what {@link TwitchLogin} understands.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static String login(String channel) {
    return TwitchLogin.parse(channel)
        .orElseThrow(() -> new IllegalArgumentException(
            "--twitch is \"" + channel + "\"; allowed: " + TwitchLogin.ALLOWED));
  }

  /**
   * Starts it; it ends with the actor system.
   *
   * @param login as {@link #login} gives it
   * @param server what the server's URLs start with, without a slash at the end
   * @param voteToken asked at first, and again when the server knows the token no more; may block
   */
  public static void start(
      ActorSystem<?> system,
      BotSettings settings,
      ChatSettings chat,
      String login,
      String server,
      Callable<String> voteToken) {
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .build();
    ActorRef<Stop> bot = system.systemActorOf(
        both(settings, chat, login, server, voteToken, client), "twitch-bot", Props.empty());
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
      ChatSettings chat,
      String login,
      String server,
      Callable<String> voteToken,
      HttpClient client) {
    return Behaviors.setup(context -> {
      var outbox = context.spawn(Outbox.create(settings, server, voteToken, client), "outbox");
      ActorRef<ChatEvent> events =
          context.spawn(Behaviors.ignore(), "events"); // logged by the reader
      var reader = context.spawn(
          TwitchChat.create(
              chat,
              client,
              line -> outbox.tell(new Outbox.Post(ChatVote.of(line.message()))),
              events),
          "chat");
      reader.tell(new TwitchChat.Join(login));
      return Behaviors.receive(Stop.class)
          .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
          .build();
    });
  }
}
