package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.server.PathMatchers;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that are answered at the socket, and those that Akka HTTP answers. */
final class HandshakeIT {

  private static final String KEY =
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"; // RFC 6455, 1.3
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final TestServer SERVER = new TestServer(
      TestServer.limits(100),
      concat(
          path(
              PathMatchers.segment("ws").slash("open"),
              () -> extractRequest(request -> complete(open(request)))),
          path(
              PathMatchers.segment("ws").slash("full"),
              () -> complete(Problem.of(StatusCodes.SERVICE_UNAVAILABLE, "full").response()))));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static HttpResponse open(HttpRequest request) {
    WebSocketUpgrade upgrade =
        request.getAttribute(AttributeKeys.webSocketUpgrade).orElseThrow();
    Flow<Message, Message, ?> none =
        Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.maybe());
    var feed = new TestFeed();
    feed.add(WebSocketFrame.text(String.join("|", upgrade.getRequestedProtocols())));
    return upgrade.handleMessagesWith(none, "two").addAttribute(FrameSource.KEY, feed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Protocol: one, two\n",
        "Sec-WebSocket-Protocol: one\nSec-WebSocket-Protocol: two\n",
        "Sec-WebSocket-Protocol: , one,,two ,\n"
      })
  void subprotocolsMayBeOnSeveralLines(String protocols) {
    try (var socket = SERVER.connect()) {
      socket.send("GET /ws/open HTTP/1.1\nHost: test\nUpgrade: websocket\nConnection: keep-alive\n"
          + "connection: , Upgrade\nSec-WebSocket-Version: 13\n" + KEY + protocols + "\n");

      var response = socket.response();
      assertThat(response.status()).isEqualTo(101);
      assertThat(response.headers())
          .containsEntry("sec-websocket-accept", ACCEPT)
          .containsEntry("sec-websocket-protocol", "two")
          .containsKey("x-request-id");
      assertThat(socket.frame().payload()).isEqualTo("one|two");
    }
  }

  @Test
  void whereTheBytesAreCutChangesNothing() {
    byte[] head =
        ("GET /ws/open HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n" + KEY.strip() + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int cut = 1; cut < head.length; cut += 7) {
      try (var socket = SERVER.connect()) {
        socket.send(Arrays.copyOf(head, cut));
        socket.send(Arrays.copyOfRange(head, cut, head.length));

        assertThat(socket.response().status()).isEqualTo(101);
      }
    }
  }

  @Test
  void aRefusedHandshakeIsAProblemAndTheLastAnswer() {
    try (var socket = SERVER.connect()) {
      var response = socket.handshake("/ws/full").response();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers())
          .containsEntry("content-type", "application/problem+json")
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("connection", "close");
      socket.awaitEnd();
    }
  }

  @Test
  void anUnusualHandshakeIsAnsweredAsWell() {
    try (var socket = SERVER.connect()) {
      assertThat(socket
              .handshake("/ws/%6fpen", "Sec-WebSocket-Protocol: two")
              .response()
              .status())
          .isEqualTo(101);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: test\nBad Header: x\n\n",
        "GET / HTTP/1.1\n\n",
        "BREW / HTTP/1.1\nHost: test\n\n",
        "GET / HTTP/3.0\nHost: test\n\n",
        "GET / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n"
      })
  void whatCannotBeReadIsAProblemDocument(String request) {
    try (var socket = SERVER.connect()) {
      var response = socket.send(request).response();

      assertThat(response.status()).isIn(400, 501, 505);
      assertThat(response.headers())
          .containsEntry("content-type", "application/problem+json")
          .containsEntry("x-content-type-options", "nosniff")
          .containsKey("x-request-id")
          .doesNotContainKey("server");
      socket.awaitEnd();
    }
  }

  @Test
  void whatCannotBeReadCountsAsAFailureOfItsAddress() {
    var filter =
        TestServer.filter("limits { exempt = \"\", failures { burst = 2, per-minute = 1 } }");
    try (var server = new TestServer(TestServer.limits(100), filter, TestServer.whoAsks())) {
      for (int i = 0; i < 2; i++) {
        try (var socket = server.connect()) {
          assertThat(socket.send("GET / HTTP/1.1\n\n").response().status()).isEqualTo(400);
        }
      }
      try (var socket = server.connect()) {
        assertThat(socket.request("GET", "/who").response().status()).isEqualTo(429);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/./who", "/x/../who", "/%2e/who", "/who/.", "/%77ho", "/x/%2E%2e/who"})
  void aPathInDisguiseIsNotFound(String target) {
    try (var server = new TestServer(TestServer.limits(100), TestServer.whoAsks());
        var socket = server.connect()) {
      assertThat(socket.request("GET", target).response().status()).isEqualTo(404);
      assertThat(socket.request("GET", "/who?x=/../%2e").response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:1",
        "127.0.0.1",
        "[::1]:80",
        "192.168.1.7:8790",
        "gateway:8790",
        "chatsway.localhost",
        "votes.example",
        "VOTES.example:443",
        "also.example."
      })
  void knownHostsAreAnswered(String host) {
    assertThat(statusFor(host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "votes.example.evil",
        "xvotes.example:443"
      })
  void anUnknownHostIsMisdirected(String host) {
    assertThat(statusFor(host)).isEqualTo(421);
  }

  private static int statusFor(String host) {
    var filter = TestServer.filter(
        "https://votes.example/bar", "allowed-hosts = \"also.example\"", new SimpleMeterRegistry());
    try (var server = new TestServer(TestServer.limits(100), filter, TestServer.whoAsks());
        var socket = server.connect()) {
      return socket.send("GET /who HTTP/1.1\nHost: " + host + "\n\n").response().status();
    }
  }

  @Test
  void aTrustedProxyMayNameAnyHostWhereNoPublicUrlIsSet() {
    var filter = TestServer.filter("trusted-proxies = \"127.0.0.1\"");
    try (var server = new TestServer(TestServer.limits(100), filter, TestServer.whoAsks());
        var socket = server.connect()) {
      assertThat(
              socket.send("GET /who HTTP/1.1\nHost: any.example\n\n").response().status())
          .isEqualTo(200);
    }
  }
}
