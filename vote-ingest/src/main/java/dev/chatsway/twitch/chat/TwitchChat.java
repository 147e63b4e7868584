package dev.chatsway.twitch.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.ingest.ChatLine;
import dev.chatsway.session.ChatStatus;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Owns one connection to Twitch's chat and the channels that are joined on it: keeps it up while there are any, joins no faster
 * than Twitch allows, and hands on every line that says who wrote it. It reads as anybody may: under a name of {@code
 * justinfan} and digits, without a password. Of a chat that says more than is taken, Twitch's end of the connection waits.
 */
public final class TwitchChat extends AbstractBehavior<TwitchChat.Command> {

  public sealed interface Command {}

  /** Reads this channel's chat until {@link Leave}; {@code login} is as {@link dev.chatsway.session.TwitchLogin} parses it. */
  public record Join(String login) implements Command {}

  public record Leave(String login) implements Command {}

  private enum Connect implements Command {
    INSTANCE
  }

  private enum JoinNext implements Command {
    INSTANCE
  }

  /** No line for {@code silence}. */
  private enum SendPing implements Command {
    INSTANCE
  }

  private enum PongTimeout implements Command {
    INSTANCE
  }

  private record JoinTimeout(String login) implements Command {}

  private record Rejoin(String login) implements Command {}

  private record OfConnection(int number, IrcConnection.Event event) implements Command {}

  private static final Duration ASKED_TO_RECONNECT = Duration.ofMillis(500);

  private final TimerScheduler<Command> timers;
  private final ChatSettings settings;
  private final HttpClient client;
  private final Consumer<ChatLine> lines;
  private final ActorRef<ChatEvent> events;

  private final JoinedChannels channels = new JoinedChannels();
  private IrcConnection irc = IrcConnection.closed();
  private boolean isOpen;
  private int connection;
  private int failed;

  private TwitchChat(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ChatSettings settings,
      HttpClient client,
      Consumer<ChatLine> lines,
      ActorRef<ChatEvent> events) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.client = client;
    this.lines = lines;
    this.events = events;
  }

  /**
   * Connects at the first {@link Join}, and disconnects when it is stopped.
   *
   * @param lines gets each line of chat, in the actor: may not block
   */
  public static Behavior<Command> create(
      ChatSettings settings,
      HttpClient client,
      Consumer<ChatLine> lines,
      ActorRef<ChatEvent> events) {
    return Behaviors.setup(context -> Behaviors.withTimers(
        timers -> new TwitchChat(context, timers, settings, client, lines, events)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Join.class, this::onJoin)
        .onMessage(Leave.class, this::onLeave)
        .onMessageEquals(Connect.INSTANCE, this::connect)
        .onMessageEquals(JoinNext.INSTANCE, this::joinNext)
        .onMessage(JoinTimeout.class, this::onJoinTimeout)
        .onMessage(Rejoin.class, this::onRejoin)
        .onMessage(OfConnection.class, this::onEvent)
        .onMessageEquals(SendPing.INSTANCE, this::onSendPing)
        .onMessageEquals(PongTimeout.INSTANCE, () -> reconnect("it has fallen silent"))
        .onSignal(PostStop.class, stopped -> {
          abort();
          return this;
        })
        .build();
  }

  private Behavior<Command> onJoin(Join join) {
    channels.add(join.login);
    return connection == 0 ? connect() : joinNext();
  }

  private Behavior<Command> onLeave(Leave leave) {
    forget(leave.login);
    if (channels.remove(leave.login) && isOpen) {
      irc.send("PART #" + leave.login);
    }
    return this;
  }

  private void forget(String login) {
    timers.cancel(new JoinTimeout(login));
    timers.cancel(new Rejoin(login));
  }

  private Behavior<Command> connect() {
    int number = ++connection;
    var self = getContext().getSelf();
    irc = IrcConnection.open(
        client,
        settings.twitchUrl(),
        settings.connectTimeout(),
        event -> self.tell(new OfConnection(number, event)));
    return this;
  }

  private Behavior<Command> onEvent(OfConnection of) {
    if (of.number != connection) {
      return this; // of one that was given up
    }
    if (of.event instanceof IrcConnection.Ended ended) {
      return reconnect(ended.why());
    }
    if (of.event instanceof IrcConnection.Received received) {
      received(received);
    } else {
      opened();
    }
    irc.more();
    return this;
  }

  private void opened() {
    isOpen = true;
    irc.send("CAP REQ :twitch.tv/tags twitch.tv/commands");
    irc.send("NICK justinfan" + ThreadLocalRandom.current().nextInt(10_000, 100_000));
    watch();
    var unused = joinNext();
  }

  private Behavior<Command> joinNext() {
    if (!isOpen) {
      return this;
    }
    long now = System.nanoTime();
    for (var next = channels.next(now); next.isPresent(); next = channels.next(now)) {
      irc.send("JOIN #" + next.get());
      start(new JoinTimeout(next.get()), settings.joinTimeout());
    }
    if (channels.isAnyWaiting()) {
      timers.startSingleTimer(JoinNext.INSTANCE, channels.pause(now));
    }
    return this;
  }

  /** A timer whose key is its message. */
  private void start(Command message, Duration delay) {
    timers.startSingleTimer(message, message, delay);
  }

  private Behavior<Command> onJoinTimeout(JoinTimeout timeout) {
    refused(new ChatEvent.Refused(
        timeout.login,
        ChatStatus.NO_SUCH_CHANNEL,
        "Twitch has not confirmed the channel within " + settings.joinTimeout().toSeconds()
            + " s"));
    return this;
  }

  private void refused(ChatEvent.Refused refused) {
    if (channels.refuse(refused.login())) {
      forget(refused.login());
      start(new Rejoin(refused.login()), settings.rejoin());
      getContext()
          .getLog()
          .warn("The chat of {} is not read: {}", refused.login(), refused.reason());
      events.tell(refused);
    }
  }

  private Behavior<Command> onRejoin(Rejoin rejoin) {
    channels.retry(rejoin.login);
    return joinNext();
  }

  private void received(IrcConnection.Received received) {
    watch();
    if (received.tooLong() > 0) {
      getContext().getLog().warn("{} lines of Twitch's chat were too long", received.tooLong());
      events.tell(new ChatEvent.Dropped(received.tooLong()));
    }
    received.lines().forEach(line -> onLine(IrcLine.parse(line)));
  }

  private void onLine(IrcLine line) {
    switch (line.command()) {
      case "PRIVMSG" -> {
        line.channel().ifPresent(login -> joined(login, line));
        ChatMessages.parse(line).ifPresent(lines);
      }
      case "PING" -> irc.send("PONG :" + line.text());
      case "RECONNECT" -> reconnect("it asks us to reconnect", ASKED_TO_RECONNECT);
      case "ROOMSTATE" -> line.channel().ifPresent(login -> joined(login, line));
      case "NOTICE" -> line.channel().ifPresent(login -> notice(login, line));
      default -> {} // numerics, other people's joins, whatever Twitch may add
    }
  }

  /** A ROOMSTATE confirms a JOIN, and so does a line of chat; later ones are no news. */
  private void joined(String login, IrcLine line) {
    if (channels.confirm(login)) {
      failed = 0;
      forget(login);
      getContext().getLog().debug("Reading the chat of {}", login);
      events.tell(new ChatEvent.Joined(login, line.tag("room-id").orElse("")));
    }
  }

  /** Of a channel that is joined, most notices are about its modes or its viewers. */
  private void notice(String login, IrcLine line) {
    if (channels.isAsked(login) || ChatEvent.Refused.saysUnknown(line)) {
      refused(ChatEvent.Refused.of(login, line));
    }
  }

  private Behavior<Command> onSendPing() {
    irc.send("PING :chatsway");
    timers.startSingleTimer(PongTimeout.INSTANCE, settings.pongTimeout());
    return this;
  }

  private Behavior<Command> reconnect(String why) {
    return reconnect(why, settings.backoff().pause(failed++));
  }

  private Behavior<Command> reconnect(String why, Duration pause) {
    getContext()
        .getLog()
        .warn("The connection to Twitch's chat is lost: {}; again in {} ms", why, pause.toMillis());
    abort();
    timers.cancelAll();
    channels.retryAll();
    events.tell(new ChatEvent.Disconnected(channels.logins()));
    timers.startSingleTimer(Connect.INSTANCE, pause);
    return this;
  }

  private void abort() {
    connection++; // what the old one still says is not for us
    isOpen = false;
    irc.abort();
    irc = IrcConnection.closed();
  }

  private void watch() {
    timers.cancel(PongTimeout.INSTANCE);
    timers.startSingleTimer(SendPing.INSTANCE, settings.silence());
  }
}
