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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A relay on loopback: a WebSocket that says what a test lets it say, with single quotes for double ones. */
public final class RelayStandIn implements AutoCloseable {

  private static final int SECONDS = 20;

  private final ActorSystem<Void> system =
      ActorSystem.create(Behaviors.empty(), "relay", ConfigFactory.load());
  private final ServerBinding binding;
  private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

  /** One client that is connected. */
  public record Connection(BlockingQueue<String> said, BoundedSourceQueue<Message> out) {

    /** The next message from the client. */
    public String message() throws InterruptedException {
      var message = said.poll(SECONDS, TimeUnit.SECONDS);
      return message == null ? "(nothing)" : message;
    }

    public void say(String json) {
      out.offer(TextMessage.create(json.replace('\'', '"')));
    }

    public void hangUp() {
      out.complete();
    }
  }

  /** Listens on a free port. */
  public RelayStandIn() {
    binding = Http.get(system)
        .newServerAt("127.0.0.1", 0)
        .bind(Directives.extractUri(
            uri -> Directives.handleWebSocketMessages(talk()))) // a flow of its own for each client
        .toCompletableFuture()
        .join();
  }

  private Flow<Message, Message, NotUsed> talk() {
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> out =
        Source.<Message>queue(100).preMaterialize(SystemMaterializer.get(system).materializer());
    var connection = new Connection(new LinkedBlockingQueue<>(), out.first());
    connections.add(connection);
    Sink<Message, ?> in =
        Sink.foreach(message -> connection.said.add(message.asTextMessage().getStrictText()));
    return Flow.fromSinkAndSourceCoupled(in, out.second());
  }

  /** Where it listens. */
  public String url() {
    return "ws://127.0.0.1:" + binding.localAddress().getPort() + "/";
  }

  /** The next client that connects. */
  public Connection connection() throws InterruptedException {
    var connection = connections.poll(SECONDS, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("no client has connected");
    }
    return connection;
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
