package dev.chatsway.standalone.bot;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Owns the connection to one channel's chat: keeps it up, and hands each line that may be a vote on. It joins as anybody may
 * who only reads: under a name of {@code justinfan} and digits, without a password.
 */
final class TwitchChat extends AbstractBehavior<TwitchChat.Command> {

  sealed interface Command {}

  private enum Connect implements Command {
    INSTANCE
  }

  /** No line for {@code silence}. */
  private enum AskWhetherItIsThere implements Command {
    INSTANCE
  }

  private enum GiveUp implements Command {
    INSTANCE
  }

  private enum NotJoined implements Command {
    INSTANCE
  }

  private record Received(int connection, List<String> lines) implements Command {}

  private record Ended(int connection, String why) implements Command {}

  private static final Duration ASKED_TO_RECONNECT = Duration.ofMillis(500);

  private final TimerScheduler<Command> timers;
  private final BotSettings settings;
  private final String channel;
  private final ActorRef<Outbox.Command> outbox;
  private final HttpClient client;
  private IrcConnection irc = new IrcConnection(lines -> {}, why -> {});
  private int connection;
  private int failed;

  private TwitchChat(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      BotSettings settings,
      String channel,
      ActorRef<Outbox.Command> outbox,
      HttpClient client) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.channel = channel;
    this.outbox = outbox;
    this.client = client;
  }

  /** Reads {@code channel}, its login name without {@code #}, until it is stopped. */
  static Behavior<Command> create(
      BotSettings settings, String channel, ActorRef<Outbox.Command> outbox, HttpClient client) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      context.getSelf().tell(Connect.INSTANCE);
      return new TwitchChat(context, timers, settings, channel, outbox, client);
    }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Connect.INSTANCE, this::onConnect)
        .onMessage(Received.class, this::onReceived)
        .onMessage(Ended.class, this::onEnded)
        .onMessageEquals(AskWhetherItIsThere.INSTANCE, this::onSilence)
        .onMessageEquals(GiveUp.INSTANCE, () -> again("it has fallen silent"))
        .onMessageEquals(NotJoined.INSTANCE, this::onNotJoined)
        .onSignal(PostStop.class, stopped -> {
          irc.abort();
          return this;
        })
        .build();
  }

  private Behavior<Command> onConnect() {
    int number = ++connection;
    var self = getContext().getSelf();
    irc = new IrcConnection(
        lines -> self.tell(new Received(number, lines)), why -> self.tell(new Ended(number, why)));
    var unused = client
        .newWebSocketBuilder()
        .connectTimeout(settings.connectTimeout())
        .buildAsync(settings.twitchUrl(), irc)
        .whenComplete((socket, failure) -> {
          if (failure != null) {
            self.tell(new Ended(number, String.valueOf(failure)));
          }
        });
    irc.send("CAP REQ :twitch.tv/tags twitch.tv/commands");
    irc.send("NICK justinfan" + ThreadLocalRandom.current().nextInt(10_000, 100_000));
    irc.send("JOIN #" + channel);
    irc.more();
    timers.startSingleTimer(NotJoined.INSTANCE, settings.connectTimeout());
    watch();
    return this;
  }

  private Behavior<Command> onNotJoined() {
    getContext()
        .getLog()
        .warn("Twitch has not let us into the chat of {} yet: is that its name?", channel);
    return this;
  }

  private Behavior<Command> onReceived(Received received) {
    if (received.connection == connection) {
      watch();
      for (var line : received.lines) {
        onLine(IrcLine.parse(line));
      }
      irc.more();
    }
    return this;
  }

  private void onLine(IrcLine line) {
    switch (line.command()) {
      case "PRIVMSG" -> ChatVote.of(line).ifPresent(vote -> outbox.tell(new Outbox.Post(vote)));
      case "PING" -> irc.send("PONG :" + line.text());
      case "RECONNECT" -> again("it asks us to come again", ASKED_TO_RECONNECT);
      case "NOTICE" -> getContext().getLog().warn("Twitch says: {}", line.text());
      case "ROOMSTATE" -> {
        failed = 0;
        timers.cancel(NotJoined.INSTANCE);
        getContext().getLog().debug("In the chat of {}", channel);
      }
      default -> {} // numerics, other people's joins, whatever Twitch may add
    }
  }

  private Behavior<Command> onEnded(Ended ended) {
    return ended.connection == connection ? again(ended.why) : this;
  }

  private Behavior<Command> onSilence() {
    irc.send("PING :chatsway");
    timers.startSingleTimer(GiveUp.INSTANCE, settings.pongTimeout());
    return this;
  }

  private Behavior<Command> again(String why) {
    return again(why, settings.backoff().pause(failed++));
  }

  private Behavior<Command> again(String why, Duration pause) {
    getContext().getLog().warn("Twitch's chat is lost: {}; again in {} ms", why, pause.toMillis());
    connection++; // whatever the old one still says is not for us
    irc.abort();
    timers.cancelAll();
    timers.startSingleTimer(Connect.INSTANCE, pause);
    return this;
  }

  private void watch() {
    timers.cancel(GiveUp.INSTANCE);
    timers.startSingleTimer(AskWhetherItIsThere.INSTANCE, settings.silence());
  }
}
