package dev.chatsway.standalone.bot;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An IRC server over WebSocket on loopback that says what a test lets it say, and answers a JOIN as Twitch does. */
public final class TwitchStandIn implements AutoCloseable {

  private static final int SECONDS = 20;

  private final ActorSystem<Void> system =
      ActorSystem.create(Behaviors.empty(), "twitch-stand-in", ConfigFactory.load());
  private final ServerBinding binding;
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

  /** One bot that is connected. */
  public record Connection(BlockingQueue<String> said, BoundedSourceQueue<Message> out) {

    /** The next line from the bot. */
    String line() throws InterruptedException {
      var line = said.poll(SECONDS, TimeUnit.SECONDS);
      return line == null ? "(nothing)" : line;
    }

    void say(String... lines) {
      out.offer(TextMessage.create(String.join("\r\n", lines) + "\r\n"));
    }

    /** A line of chat; {@code tags} come after the usual ones. */
    public void chat(String user, String id, String text, String tags) {
      say("@badge-info=;color=#0D4200;id=" + id + ";room-id=100;user-id=" + user + ";" + tags
          + " :u!u@u.tmi.twitch.tv PRIVMSG #channel :" + text);
    }

    void hangUp() {
      out.complete();
    }
  }

  /** Listens on a free port. */
  public TwitchStandIn() {
    binding = Http.get(system)
        .newServerAt("127.0.0.1", 0)
        .bind(Directives.handleWebSocketMessages(
            Flow.<Message>create().flatMapConcat(Source::single).via(talk())))
        .toCompletableFuture()
        .join();
  }

  private Flow<Message, Message, NotUsed> talk() {
    return Flow.lazyFlow(() -> {
          Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> out = Source.<Message>queue(
                  10_000)
              .preMaterialize(SystemMaterializer.get(system).materializer());
          var connection = new Connection(new LinkedBlockingQueue<>(), out.first());
          connections.add(connection);
          Sink<Message, ?> in = Sink.foreach(message -> hear(connection, message));
          return Flow.fromSinkAndSourceCoupled(in, out.second());
        })
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private static void hear(Connection connection, Message message) {
    message.asTextMessage().getStrictText().lines().forEach(line -> {
      connection.said.add(line);
      if (line.startsWith("JOIN ")) {
        connection.say(
            ":justinfan1!justinfan1@justinfan1.tmi.twitch.tv " + line,
            "@room-id=100 :tmi.twitch.tv ROOMSTATE " + line.substring(5));
      }
    });
  }

  /** For {@code chatsway.bot.twitch.url}. */
  public String url() {
    return "ws://127.0.0.1:" + binding.localAddress().getPort();
  }

  /** The next bot that connects, once it has said what it says first. */
  public Connection connection() throws InterruptedException {
    var connection = connections.poll(SECONDS, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("nobody has connected");
    }
    return connection;
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
