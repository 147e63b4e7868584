package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.server.Route;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** An {@link HttpServer} on a port of its own. */
final class TestServer implements AutoCloseable {

  static final long UNREAD = 4 << 20;

  final ActorTestKit actors = ActorTestKit.create("http-test");
  final HttpServer server;
  final HttpServer.Binding binding;
  final int port;

  TestServer(ConnectionLimits limits, Route route) {
    this(limits, filter(""), route);
  }

  TestServer(ConnectionLimits limits, RequestFilter filter, Route route) {
    server = new HttpServer(actors.system(), limits, filter, route);
    binding = server.bind("127.0.0.1", 0).toCompletableFuture().join();
    port = binding.address().getPort();
  }

  /** With lines of {@code chatsway.gateway} over the defaults, by which this machine may do what it likes. */
  static RequestFilter filter(String lines) {
    return filter("", lines, new SimpleMeterRegistry());
  }

  static RequestFilter filter(String publicUrl, String lines, MeterRegistry metrics) {
    var config = ConfigFactory.parseString("chatsway.gateway {\n" + lines + "\n}")
        .withFallback(ConfigFactory.load());
    return new RequestFilter(RequestFilterSettings.from(config), publicUrl, metrics);
  }

  /** Limits that no test reaches by accident. */
  static ConnectionLimits limits(int most) {
    return limits(most, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
  }

  static ConnectionLimits limits(int most, Duration head, Duration idle, Duration ping) {
    return new ConnectionLimits(most, 8 << 10, 100, UNREAD, head, idle, ping, 16 << 10);
  }

  /** {@code /who}: the address that asks, as routes are told. */
  static Route whoAsks() {
    return path(
        "who",
        () -> extractRequest(request -> complete(request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(address -> address.getAddress())
            .orElseThrow()
            .getHostAddress())));
  }

  RawSocket connect() {
    return RawSocket.connect(port);
  }

  @Override
  public void close() {
    actors.shutdownTestKit();
  }
}
