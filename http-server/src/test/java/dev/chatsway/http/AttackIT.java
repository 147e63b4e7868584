package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractWebSocketUpgrade;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.chatsway.http.RawSocket.ReceivedFrame;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a client sends that should only listen. */
final class AttackIT {

  private static final int POLICY_VIOLATION = 1008;
  private static final ByteString LARGE = ByteString.fromString("x".repeat(100_000));
  private static final TestServer SERVER = new TestServer(
      TestServer.limits(100),
      concat(
          path("now", () -> complete("now")),
          path(
              "large",
              () -> complete(HttpResponse.create()
                  .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, LARGE)))),
          path(
              "socket",
              () -> extractWebSocketUpgrade(upgrade -> complete(upgrade
                  .handleMessagesWith(
                      Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.maybe()))
                  .addAttribute(FrameSource.KEY, new TestFeed()))))));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static RawSocket open() {
    RawSocket socket = SERVER.connect();
    assertThat(socket.handshake("/socket").response().status()).isEqualTo(101);
    return socket;
  }

  @Test
  void oneHugeFrameIsClosedWithPolicyViolationOnceItIsTooMuch() {
    try (var socket = open()) {
      byte[] head = {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}; // of 4 GiB

      flood(socket, head, new byte[8 << 10]);

      assertClosedForTooMuch(socket);
      assertOthersAreServed();
    }
  }

  @Test
  void fragmentsWithoutEndAreClosedWithPolicyViolation() {
    try (var socket = open()) {
      var fragments = new byte[6 * 1_000]; // empty continuations, each six bytes
      for (int i = 0; i < fragments.length; i += 6) {
        fragments[i + 1] = (byte) 0x80;
      }

      flood(socket, new byte[] {0x01, (byte) 0x80, 0, 0, 0, 0}, fragments);

      assertClosedForTooMuch(socket);
      assertOthersAreServed();
    }
  }

  @Test
  void aFloodOfMessagesIsClosedAlthoughTheFloodGoesOn() {
    try (var socket = open()) {
      var message = new byte[6 + 125];
      message[0] = (byte) 0x81;
      message[1] = (byte) (0x80 | 125);

      long sent = 0;
      try {
        while (sent < 256 << 20) {
          socket.send(message);
          sent += message.length;
        }
      } catch (UncheckedIOException e) {
        // the connection has ended, which is what was to be seen
      }

      assertThat(sent).isLessThan(256 << 20);
      assertOthersAreServed();
    }
  }

  @Test
  void answersThatAreNotReadEndTheirConnectionAndAreNotCopied() {
    var request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(6);
    var sockets = new ArrayList<RawSocket>();
    try {
      long before = usedHeap();
      for (int i = 0; i < 60; i++) {
        var socket = RawSocket.connect(SERVER.port, 4 << 10);
        sockets.add(socket);
        socket.send(request.getBytes(StandardCharsets.US_ASCII));
      }
      assertOthersAreServed();
      assertThat(usedHeap() - before).isLessThan(60 * 50_000L);

      await().atMost(Duration.ofSeconds(20)).until(() -> SERVER.server.connections() == 0);
    } finally {
      sockets.forEach(RawSocket::close);
    }
  }

  @Test
  void beyondTheBoundOfAllUnreadAnswersTheSlowestReadersGoFirst() {
    await().until(() -> SERVER.server.connections() == 0);
    var request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    long fit = TestServer.UNREAD / LARGE.size();
    var sockets = new ArrayList<RawSocket>();
    try (var webSocket = open()) {
      for (int i = 0; i < fit + 10; i++) {
        sockets.add(RawSocket.connect(SERVER.port, 4 << 10).send(request));
        assertThat(sockets.get(i).headOnly().status()).isEqualTo(200);
      }

      await()
          .atMost(Duration.ofSeconds(5)) // sooner than for want of reading
          .until(() -> SERVER.server.connections() <= fit + 1);
      sockets.get(0).awaitEnd();
      assertThat(sockets.get(sockets.size() - 1).isSilentFor(Duration.ofSeconds(1)))
          .isFalse();
      assertThat(webSocket.isSilentFor(Duration.ofMillis(50))).isTrue();
      assertOthersAreServed();
    } finally {
      sockets.forEach(RawSocket::close);
    }
  }

  private static long usedHeap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void whoTalksALittleStays() {
    try (var socket = open()) {
      for (int i = 0; i < 20; i++) {
        socket.frame(ReceivedFrame.TEXT, "{\"type\":\"ping\"}");
      }
      assertThat(socket.isSilentFor(Duration.ofMillis(200))).isTrue();
    }
  }

  private static void flood(RawSocket socket, byte[] head, byte[] more) {
    socket.send(head);
    try {
      for (int sent = 0; sent <= 16 << 10; sent += more.length) {
        socket.send(more);
      }
    } catch (UncheckedIOException e) {
      // closed already; what it was told is still to be read
    }
  }

  private static void assertClosedForTooMuch(RawSocket socket) {
    assertThat(socket.closeCode()).isEqualTo(POLICY_VIOLATION);
    socket.awaitEnd();
  }

  private static void assertOthersAreServed() {
    try (var other = SERVER.connect()) {
      assertThat(other.request("GET", "/now").response().status()).isEqualTo(200);
    }
  }
}
