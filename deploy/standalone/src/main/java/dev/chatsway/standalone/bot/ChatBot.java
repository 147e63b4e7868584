package dev.chatsway.standalone.bot;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import dev.chatsway.chat.ChatEvent;
import dev.chatsway.chat.ChatSettings;
import dev.chatsway.chat.TwitchChat;
import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.relay.Relay;
import dev.chatsway.relay.RelayChat;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The bot: reads one chat, posts to one server, until its actor system ends. */
public final class ChatBot {

  /** What reads a chat. */
  public interface Source {

    /** An actor that hands on each line. */
    Behavior<?> read(ChatSettings settings, HttpClient client, Consumer<ChatMessage> lines);

    /** The chat of a Twitch channel; {@code login} is as {@link dev.chatsway.session.TwitchLogin} parses it. */
    static Source twitch(String login) {
      return (settings, client, lines) -> Behaviors.<Void>setup(context -> {
        ActorRef<ChatEvent> events =
            context.spawn(Behaviors.ignore(), "events"); // the reader logs them
        context
            .spawn(
                TwitchChat.create(settings, client, line -> lines.accept(line.message()), events),
                "twitch")
            .tell(new TwitchChat.Join(login));
        return Behaviors.empty();
      });
    }

    /** What a relay at {@code url} says. */
    static Source relay(URI url, Relay relay) {
      return (settings, client, lines) ->
          RelayChat.create(settings, url, relay, client, lines, state -> {}); // it logs them
    }

    /** The same, with a name for the channel of all lines. */
    default Source in(String channel) {
      return (settings, client, lines) ->
          read(settings, client, line -> lines.accept(line.in(channel)));
    }
  }

  private enum Stop {
    INSTANCE
  }

  private ChatBot() {}

  /**
   * Starts it; it ends with the actor system.
   *
   * @param server what the server's URLs start with, without a slash at the end
   * @param voteToken asked at first, and again when the server knows the token no more; may block
   */
  public static void start(
      ActorSystem<?> system,
      BotSettings settings,
      ChatSettings chat,
      Source source,
      String server,
      Callable<String> voteToken) {
    var client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .build();
    Behavior<Stop> both = Behaviors.setup(context -> {
      var outbox = context.spawn(Outbox.create(settings, server, voteToken, client), "outbox");
      context.spawn(
          source.read(chat, client, line -> outbox.tell(new Outbox.Post(ChatVote.of(line)))),
          "chat");
      return Behaviors.receive(Stop.class)
          .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
          .build();
    });
    ActorRef<Stop> bot = system.systemActorOf(both, "chat-bot", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "chat-bot-stopped", () -> {
          bot.tell(Stop.INSTANCE);
          return CompletableFuture.completedStage(Done.getInstance());
        });
  }
}
