package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractWebSocketUpgrade;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.chatsway.http.RawSocket.ReceivedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Connections over real sockets, with limits short enough to be reached. */
@Execution(ExecutionMode.CONCURRENT)
final class ConnectionIT {

  private static final Duration PING = Duration.ofSeconds(1);
  private static final Duration HEAD = Duration.ofMillis(400);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final CompletableFuture<HttpResponse> LATER = new CompletableFuture<>();
  private static final TestServer SERVER =
      new TestServer(TestServer.limits(100, HEAD, IDLE, PING), route());

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Route route() {
    return concat(
        path("flood", () -> webSocket(Flood::new)),
        path("silence", () -> webSocket(TestFeed::new)),
        path("later", () -> completeWithFuture(LATER)),
        path("now", () -> complete("now")));
  }

  private static Route webSocket(Supplier<FrameSource> feed) {
    return extractWebSocketUpgrade(upgrade -> complete(upgrade
        .handleMessagesWith(Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.maybe()))
        .addAttribute(FrameSource.KEY, feed.get())));
  }

  /** A frame every 10 ms. */
  private static final class Flood implements FrameSource {
    private static final ByteString FRAME = WebSocketFrame.text("frame");
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean due = new AtomicBoolean();

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the clock
    public void open(Runnable wakeUp) {
      clock.scheduleAtFixedRate(
          () -> {
            due.set(true);
            wakeUp.run();
          },
          0,
          10,
          TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable ByteString next() {
      return due.compareAndSet(true, false) ? FRAME : null;
    }

    @Override
    public boolean isAtEnd() {
      return false;
    }

    @Override
    public @Nullable Throwable failure() {
      return null;
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }

  @Test
  void pingsGoOutAlthoughFramesFlow() {
    try (var socket = open("/flood")) {
      framesBeforePing(socket); // of which the first may be late, on a machine that is busy
      socket.frame(ReceivedFrame.PONG, "");

      assertThat(framesBeforePing(socket)).isGreaterThan(1);
      assertThat(socket.frame()).isEqualTo(new ReceivedFrame(ReceivedFrame.TEXT, "frame"));
    }
  }

  private static int framesBeforePing(RawSocket socket) {
    int frames = 0;
    var frame = socket.frame();
    for (; frame.opcode() == ReceivedFrame.TEXT; frame = socket.frame()) {
      assertThat(frame.payload()).isEqualTo("frame");
      frames++;
    }
    assertThat(frame).isEqualTo(new ReceivedFrame(ReceivedFrame.PING, ""));
    return frames;
  }

  @Test
  void aPeerThatAnswersNothingIsCutAfterOneAndAHalfIntervalsAlthoughFramesFlow() {
    long since = System.nanoTime();
    try (var socket = open("/flood")) {
      socket.awaitEnd();

      assertThat(Duration.ofNanos(System.nanoTime() - since))
          .isBetween(PING, PING.multipliedBy(3).dividedBy(2).plusSeconds(2));
    }
  }

  @Test
  void aPeerThatAnswersPingsOrSendsAnythingElseStays() {
    try (var answering = open("/silence");
        var talking = open("/silence")) {
      for (int i = 0; i < 3; i++) {
        assertThat(answering.frame().opcode()).isEqualTo(ReceivedFrame.PING);
        answering.frame(ReceivedFrame.PONG, "");
        assertThat(talking.frame().opcode()).isEqualTo(ReceivedFrame.PING);
        talking.frame(ReceivedFrame.TEXT, "{}");
      }
    }
  }

  @Test
  void aHeadThatTricklesInIsCut() {
    try (var socket = SERVER.connect()) {
      assertThatThrownBy(() -> trickle(socket)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void theHeadOfALaterRequestIsWatchedAsTheFirstOneIs() {
    try (var socket = SERVER.connect()) {
      assertThat(socket.request("GET", "/now").response().body()).isEqualTo("now");

      assertThatThrownBy(() -> trickle(socket)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void theHeadOfALaterRequestHasItsOwnTimeThoughItBeganInThatOfTheFirstOne() {
    var limits = TestServer.limits(10, HEAD, Duration.ofSeconds(60), Duration.ofSeconds(60));
    try (var server = new TestServer(limits, route());
        var socket = server.connect()) {
      socket.request("GET", "/now").response();
      assertThat(socket.isSilentFor(HEAD.dividedBy(2))).isTrue();
      socket.send("GET /now HTTP/1.1\n");

      socket.awaitEnd();
    }
  }

  /** A line at a time, each as soon as the one before has not been answered; ends only by being cut. */
  private static void trickle(RawSocket socket) {
    socket.send("GET /now HTTP/1.1\n");
    for (int i = 0; i < 40; i++) {
      if (!socket.isSilentFor(Duration.ofMillis(50))) {
        throw new UncheckedIOException(new IOException("cut"));
      }
      socket.send("X-" + i + ": slow\n");
    }
  }

  @Test
  void aConnectionThatAsksForNothingIsCut() {
    try (var socket = SERVER.connect()) {
      socket.awaitEnd();
    }
  }

  @Test
  void aConnectionThatIsKeptForNothingIsClosed() {
    try (var socket = SERVER.connect()) {
      socket.request("GET", "/now").response();

      socket.awaitEnd();
    }
  }

  @Test
  void aRequestMayTakeLongerThanAnIdleConnectionMayLast() {
    try (var socket = SERVER.connect()) {
      socket.request("GET", "/later");
      assertThat(socket.isSilentFor(IDLE.plus(PING).plus(HEAD))).isTrue();

      LATER.complete(HttpResponse.create().withEntity("late"));

      assertThat(socket.response().body()).isEqualTo("late");
    }
  }

  private static RawSocket open(String path) {
    RawSocket socket = SERVER.connect();
    assertThat(socket.handshake(path).response().status()).isEqualTo(101);
    return socket;
  }
}
