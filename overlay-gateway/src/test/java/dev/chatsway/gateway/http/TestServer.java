package dev.chatsway.gateway.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.server.Route;
import java.time.Duration;

/** An {@link HttpServer} on a port of its own. */
final class TestServer implements AutoCloseable {

  final ActorTestKit actors = ActorTestKit.create("http-test");
  final HttpServer.Binding binding;
  final int port;

  TestServer(ConnectionLimits limits, Route route) {
    binding = new HttpServer(actors.system(), limits, route)
        .bind("127.0.0.1", 0)
        .toCompletableFuture()
        .join();
    port = binding.address().getPort();
  }

  /** Limits that no test reaches by accident. */
  static ConnectionLimits limits(int most) {
    return limits(most, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
  }

  static ConnectionLimits limits(int most, Duration head, Duration idle, Duration ping) {
    return new ConnectionLimits(most, 8 << 10, 100, head, idle, ping);
  }

  RawSocket connect() {
    return RawSocket.connect(port);
  }

  @Override
  public void close() {
    actors.shutdownTestKit();
  }
}
