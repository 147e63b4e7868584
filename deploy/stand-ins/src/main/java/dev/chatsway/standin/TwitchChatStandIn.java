package dev.chatsway.standin;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.server.Directives;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Twitch's chat on loopback: IRC over WebSocket. It answers a JOIN as Twitch does, and says what a test lets it say. */
public final class TwitchChatStandIn implements AutoCloseable {

  private static final int SECONDS = 20;

  private final ActorSystem<Void> system =
      ActorSystem.create(Behaviors.empty(), "twitch-chat", ConfigFactory.load());
  private final ServerBinding binding;
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  private final List<Connection> open = new CopyOnWriteArrayList<>();
  private final List<Join> joins = new CopyOnWriteArrayList<>();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();

  private volatile boolean answersPings = true;

  /** A JOIN that was received. */
  public record Join(Connection connection, String channel, long nanos) {}

  /** One client that is connected. */
  public record Connection(
      BlockingQueue<String> said, BoundedSourceQueue<Message> out, Set<String> channels) {

    /** The next line from the client. */
    public String line() throws InterruptedException {
      var line = said.poll(SECONDS, TimeUnit.SECONDS);
      return line == null ? "(nothing)" : line;
    }

    /** Whether there was room for them: a client that does not read is sent no more. */
    public boolean say(String... lines) {
      return out.offer(TextMessage.create(String.join("\r\n", lines) + "\r\n")).isEnqueued();
    }

    /** A line of chat in {@code #channel}; {@code tags} come after the usual ones. */
    public void chat(String user, String id, String text, String tags) {
      chat("channel", user, id, text, tags);
    }

    public boolean chat(String channel, String user, String id, String text, String tags) {
      return say("@badge-info=;color=#0D4200;id=" + id + ";room-id=" + roomId(channel) + ";user-id="
          + user + ";" + tags + " :u!u@u.tmi.twitch.tv PRIVMSG #" + channel + " :" + text);
    }

    public void hangUp() {
      out.complete();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Listens on a free port. */
  public TwitchChatStandIn() {
    binding = Http.get(system)
        .newServerAt("127.0.0.1", 0)
        .bind(Directives.handleWebSocketMessages(
            Flow.<Message>create().flatMapConcat(Source::single).via(talk())))
        .toCompletableFuture()
        .join();
  }

  /** The numeric id of a channel: of {@code channel} it is 100. */
  public static String roomId(String channel) {
    return channel.equals("channel")
        ? "100"
        : String.valueOf(Math.floorMod(channel.hashCode(), 1_000_000) + 1_000);
  }

  private Flow<Message, Message, NotUsed> talk() {
    return Flow.lazyFlow(() -> {
          Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> out = Source.<Message>queue(
                  10_000)
              .preMaterialize(SystemMaterializer.get(system).materializer());
          var connection = new Connection(
              new LinkedBlockingQueue<>(), out.first(), ConcurrentHashMap.newKeySet());
          connections.add(connection);
          open.add(connection);
          Sink<Message, ?> in = Sink.<Message>foreach(message -> hear(connection, message))
              .mapMaterializedValue(
                  done -> done.whenComplete((end, failure) -> open.remove(connection)));
          return Flow.fromSinkAndSourceCoupled(in, out.second());
        })
        .mapMaterializedValue(nothing -> NotUsed.getInstance());
  }

  private void hear(Connection connection, Message message) {
    message.asTextMessage().getStrictText().lines().forEach(line -> {
      connection.said.add(line);
      if (line.startsWith("JOIN #")) {
        join(connection, line.substring(6));
      } else if (line.startsWith("PART #")) {
        connection.channels.remove(line.substring(6));
      } else if (line.startsWith("PING ") && answersPings) {
        connection.say(":tmi.twitch.tv PONG tmi.twitch.tv " + line.substring(5));
      }
    });
  }

  private void join(Connection connection, String channel) {
    joins.add(new Join(connection, channel, System.nanoTime()));
    if (unknown.contains(channel)) {
      connection.say("@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #" + channel
          + " :This channel does not exist or has been suspended.");
    } else if (!ignored.contains(channel)) {
      connection.channels.add(channel);
      connection.say(
          ":justinfan1!justinfan1@justinfan1.tmi.twitch.tv JOIN #" + channel,
          "@room-id=" + roomId(channel) + " :tmi.twitch.tv ROOMSTATE #" + channel);
    }
  }

  /** For TWITCH_CHAT_URL. */
  public String url() {
    return "ws://127.0.0.1:" + binding.localAddress().getPort();
  }

  /** The next client that connects. */
  public Connection connection() throws InterruptedException {
    var connection = connections.poll(SECONDS, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("no client has connected");
    }
    return connection;
  }

  /** From now on there is no such channel. */
  public void forget(String channel) {
    unknown.add(channel);
  }

  /** From now on a JOIN of the channel gets no answer, or gets one again. */
  public void ignore(String channel, boolean isIgnored) {
    if (isIgnored) {
      ignored.add(channel);
    } else {
      ignored.remove(channel);
    }
  }

  public void answerPings(boolean answers) {
    answersPings = answers;
  }

  /** Every JOIN so far, oldest first. */
  public List<Join> joins() {
    return joins;
  }

  /** The connections on which a channel is joined now. */
  public List<Connection> readers(String channel) {
    return open.stream().filter(each -> each.channels.contains(channel)).toList();
  }

  /** Says a line in a channel, to all who read it. */
  public void chat(String channel, String user, String id, String text, String tags) {
    readers(channel).forEach(each -> each.chat(channel, user, id, text, tags));
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
