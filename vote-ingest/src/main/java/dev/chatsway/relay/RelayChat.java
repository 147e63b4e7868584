package dev.chatsway.relay;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.chat.ChatSettings;
import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.TextSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Owns the connection to a {@link Relay}: keeps it open, and passes on every line of chat that it receives. */
public final class RelayChat extends AbstractBehavior<RelayChat.Command> {

  public sealed interface Command {}

  /** How the connection is. */
  public sealed interface State {}

  /** The relay sends its chat. */
  public record Ready() implements State {}

  /** The relay says why it sends no chat; it is asked again after a pause. */
  public record Refused(String why) implements State {}

  /** There is no connection; the next attempt follows after a pause. */
  public record Disconnected() implements State {}

  private enum Timer implements Command {
    CONNECT,
    /** Nothing was received for {@code silence}. */
    SEND_PING,
    PONG_TIMEOUT
  }

  private record OfConnection(int number, TextSocket.Event event) implements Command {}

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MESSAGE_CHARACTERS = 256 * 1024;

  /** No line of chat is longer, and a longer text would not be a vote. */
  private static final int TEXT_CHARACTERS = 2_000;

  private static final int ID_CHARACTERS = 200;

  /** Pauses stay short: the streamer may be starting the program at this moment. */
  private static final int DOUBLINGS = 3;

  private final TimerScheduler<Command> timers;
  private final ChatSettings settings;
  private final URI url;
  private final Relay relay;
  private final HttpClient client;
  private final Consumer<ChatMessage> lines;
  private final Consumer<State> states;
  private TextSocket socket = TextSocket.closed();
  private int connection;
  private int failed;

  private RelayChat(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ChatSettings settings,
      URI url,
      Relay relay,
      HttpClient client,
      Consumer<ChatMessage> lines,
      Consumer<State> states) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.url = url;
    this.relay = relay;
    this.client = client;
    this.lines = lines;
    this.states = states;
  }

  /**
   * Connects, until it is stopped.
   *
   * @param url ws or wss; may contain a secret, and is not logged
   * @param lines receives each line of chat, in the actor; must not block
   * @param states receives each change of the connection, in the actor; must not block
   */
  public static Behavior<Command> create(
      ChatSettings settings,
      URI url,
      Relay relay,
      HttpClient client,
      Consumer<ChatMessage> lines,
      Consumer<State> states) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      context.getSelf().tell(Timer.CONNECT);
      return new RelayChat(context, timers, settings, url, relay, client, lines, states);
    }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Timer.CONNECT, this::onConnect)
        .onMessage(OfConnection.class, this::onEvent)
        .onMessageEquals(Timer.SEND_PING, this::onSendPing)
        .onMessageEquals(Timer.PONG_TIMEOUT, () -> disconnected("it stopped responding"))
        .onSignal(PostStop.class, stopped -> {
          socket.abort();
          return this;
        })
        .build();
  }

  private Behavior<Command> onConnect() {
    int number = ++connection;
    var self = getContext().getSelf();
    socket = TextSocket.open(
        client,
        url,
        settings.connectTimeout(),
        MESSAGE_CHARACTERS,
        event -> self.tell(new OfConnection(number, event)));
    return this;
  }

  private Behavior<Command> onEvent(OfConnection of) {
    if (of.number != connection) {
      return this; // of one that was given up
    }
    if (of.event instanceof TextSocket.Ended ended) {
      return disconnected(ended.why());
    }
    timers.cancel(Timer.PONG_TIMEOUT);
    timers.startSingleTimer(Timer.SEND_PING, settings.silence());
    if (of.event instanceof TextSocket.Opened) {
      getContext().getLog().info("Connected to {}", relay.name());
      relay.opening().forEach(socket::send);
      if (!relay.saysReady()) {
        states.accept(new Ready());
      }
    } else if (of.event instanceof TextSocket.TooLong) {
      getContext().getLog().warn("A message from {} was too long", relay.name());
    } else if (of.event instanceof TextSocket.Received received) {
      var problem = received(received.text());
      if (!problem.isEmpty()) {
        states.accept(new Refused(problem));
        return reconnect(problem);
      }
    }
    socket.more();
    return this;
  }

  /** Why this connection is of no use, if it is not. */
  private String received(String text) {
    Relay.Meaning meaning;
    try {
      meaning = relay.understand(JSON.readTree(text));
    } catch (JacksonException e) {
      getContext().getLog().debug("A message from {} is not JSON", relay.name());
      return "";
    }
    var line = meaning.line();
    if (line != null && isShort(line)) {
      failed = 0;
      lines.accept(line);
    }
    if (meaning.isReady()) {
      states.accept(new Ready());
    }
    if (meaning.reply() != null) {
      socket.send(meaning.reply());
    }
    return meaning.problem() == null ? "" : meaning.problem();
  }

  private static boolean isShort(ChatMessage line) {
    return line.voter().length() <= ID_CHARACTERS
        && (line.id() == null || line.id().length() <= ID_CHARACTERS)
        && line.text().length() <= TEXT_CHARACTERS;
  }

  private Behavior<Command> onSendPing() {
    socket.ping();
    timers.startSingleTimer(Timer.PONG_TIMEOUT, settings.pongTimeout());
    return this;
  }

  private Behavior<Command> disconnected(String why) {
    states.accept(new Disconnected());
    return reconnect(why);
  }

  private Behavior<Command> reconnect(String why) {
    var pause = settings.backoff().pause(Math.min(failed++, DOUBLINGS));
    getContext()
        .getLog()
        .warn("Not connected to {}: {}; retrying in {} ms", relay.name(), why, pause.toMillis());
    connection++; // what the old one still says is not for us
    socket.abort();
    timers.cancelAll();
    timers.startSingleTimer(Timer.CONNECT, pause);
    return this;
  }
}
