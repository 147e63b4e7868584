package dev.chatsway.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.ingest.ChatLine;
import dev.chatsway.ingest.TextSocket;
import dev.chatsway.session.ChatStatus;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Owns one connection to Twitch's chat and the channels that are joined on it: keeps it open while there are any, joins
 * no faster than Twitch allows, and passes on every line that names its author. It reads anonymously: under a name of
 * {@code justinfan} and digits, without a password. If lines are not handled fast enough, Twitch's end of the
 * connection waits.
 */
public final class TwitchChat extends AbstractBehavior<TwitchChat.Command> {

  public sealed interface Command {}

  /** Reads this channel's chat until {@link Leave}; {@code login} is as {@link dev.chatsway.session.TwitchLogin} parses it. */
  public record Join(String login) implements Command {}

  public record Leave(String login) implements Command {}

  private enum Timer implements Command {
    CONNECT,
    JOIN_NEXT,
    /** No line for {@code silence}. */
    SEND_PING,
    PONG_TIMEOUT
  }

  private record JoinTimeout(String login) implements Command {}

  private record Rejoin(String login) implements Command {}

  private record OfConnection(int number, TextSocket.Event event) implements Command {}

  /** IRCv3 message tags have up to 8,191 bytes, the rest of a line 512; both are ASCII or UTF-8. */
  static final int LINE_CHARACTERS = 8_191 + 512;

  private static final Duration ASKED_TO_RECONNECT = Duration.ofMillis(500);

  private final TimerScheduler<Command> timers;
  private final ChatSettings settings;
  private final HttpClient client;
  private final Consumer<ChatLine> lines;
  private final ActorRef<ChatEvent> events;

  private final JoinedChannels channels = new JoinedChannels();
  private TextSocket irc = TextSocket.closed();
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
   * @param lines receives each line of chat, in the actor; must not block
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
        .onMessageEquals(Timer.CONNECT, this::connect)
        .onMessageEquals(Timer.JOIN_NEXT, this::joinNext)
        .onMessage(JoinTimeout.class, this::onJoinTimeout)
        .onMessage(Rejoin.class, rejoin -> {
          channels.retry(rejoin.login);
          return joinNext();
        })
        .onMessage(OfConnection.class, this::onEvent)
        .onMessageEquals(Timer.SEND_PING, this::onSendPing)
        .onMessageEquals(Timer.PONG_TIMEOUT, () -> reconnect("it stopped responding"))
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
      send("PART #" + leave.login);
    }
    return this;
  }

  private Behavior<Command> connect() {
    int number = ++connection;
    var self = getContext().getSelf();
    irc = TextSocket.openLines(
        client,
        settings.twitchUrl(),
        settings.connectTimeout(),
        LINE_CHARACTERS + 1,
        event -> self.tell(new OfConnection(number, event)));
    return this;
  }

  private Behavior<Command> onEvent(OfConnection of) {
    if (of.number != connection) {
      return this; // of one that was given up
    }
    if (of.event instanceof TextSocket.Ended ended) {
      return reconnect(ended.why());
    }
    timers.cancel(Timer.PONG_TIMEOUT);
    timers.startSingleTimer(Timer.SEND_PING, settings.silence());
    if (of.event instanceof TextSocket.Received received) {
      received(received.text());
    } else if (of.event instanceof TextSocket.Opened) {
      opened();
    }
    irc.more();
    return this;
  }

  private void opened() {
    isOpen = true;
    send("CAP REQ :twitch.tv/tags twitch.tv/commands");
    send("NICK justinfan" + ThreadLocalRandom.current().nextInt(10_000, 100_000));
    var unused = joinNext();
  }

  private Behavior<Command> joinNext() {
    if (!isOpen) {
      return this;
    }
    long now = System.nanoTime();
    for (var next = channels.next(now); next.isPresent(); next = channels.next(now)) {
      send("JOIN #" + next.get());
      start(new JoinTimeout(next.get()), settings.joinTimeout());
    }
    if (channels.isAnyWaiting()) {
      timers.startSingleTimer(Timer.JOIN_NEXT, channels.pause(now));
    }
    return this;
  }

  private void send(String line) {
    irc.send(line + "\r\n");
  }

  private void forget(String login) {
    timers.cancel(new JoinTimeout(login));
    timers.cancel(new Rejoin(login));
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
          .warn("Not reading the chat of {}: {}", refused.login(), refused.reason());
      events.tell(refused);
    }
  }

  /** A message has one or more lines. */
  private void received(String text) {
    for (var line : text.lines().toList()) {
      if (line.length() > LINE_CHARACTERS) {
        tooLong();
      } else {
        onLine(IrcLine.parse(line));
      }
    }
  }

  private void tooLong() {
    getContext().getLog().warn("A line of Twitch's chat was too long");
    events.tell(new ChatEvent.Dropped());
  }

  private void onLine(IrcLine line) {
    switch (line.command()) {
      case "PRIVMSG" -> {
        line.channel().ifPresent(login -> joined(login, line));
        ChatMessages.parse(line).ifPresent(lines);
      }
      case "PING" -> send("PONG :" + line.text());
      case "RECONNECT" -> reconnect("it asked to reconnect", ASKED_TO_RECONNECT);
      case "ROOMSTATE" -> line.channel().ifPresent(login -> joined(login, line));
      case "NOTICE" -> line.channel().ifPresent(login -> notice(login, line));
      default -> {} // numerics, other people's joins, whatever Twitch may add
    }
  }

  /** A ROOMSTATE confirms a JOIN, as does a line of chat; later ones are not news. */
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
    send("PING :chatsway");
    timers.startSingleTimer(Timer.PONG_TIMEOUT, settings.pongTimeout());
    return this;
  }

  private Behavior<Command> reconnect(String why) {
    return reconnect(why, settings.backoff().pause(failed++));
  }

  private Behavior<Command> reconnect(String why, Duration pause) {
    getContext()
        .getLog()
        .warn(
            "Lost the connection to Twitch's chat: {}; reconnecting in {} ms",
            why,
            pause.toMillis());
    abort();
    timers.cancelAll();
    channels.retryAll();
    events.tell(new ChatEvent.Disconnected(channels.logins()));
    timers.startSingleTimer(Timer.CONNECT, pause);
    return this;
  }

  private void abort() {
    connection++; // what the old one still says is not for us
    isOpen = false;
    irc.abort();
    irc = TextSocket.closed();
  }
}
