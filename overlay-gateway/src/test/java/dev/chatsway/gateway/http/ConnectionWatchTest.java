package dev.chatsway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestPublisher;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.stream.testkit.javadsl.TestSource;
import akka.testkit.javadsl.TestKit;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import scala.concurrent.duration.FiniteDuration;

/** The stage by itself, each of its four ends in our hands. */
@Execution(ExecutionMode.CONCURRENT)
final class ConnectionWatchTest {

  private static final ActorSystem SYSTEM = ActorSystem.create("connection-watch-test");
  private static final ByteString PING = ByteString.fromInts(0x89, 0x00);
  private static final ByteString A = ByteString.fromString("a");
  private static final ByteString B = ByteString.fromString("b");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Half of it is what a busy machine may take to answer in our tests. */
  private static final Duration PING_INTERVAL = Duration.ofMillis(800);

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void bytesGoThroughBothWaysInTheirOrder() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toSocket.request(2);
    ends.toHttp.request(1);

    ends.fromHttp.sendNext(new SendBytes(A));
    ends.fromHttp.sendNext(new SendBytes(B));
    ends.fromSocket.sendNext(A);

    ends.toSocket.expectNext(A, B);
    assertThat(((SessionBytes) ends.toHttp.requestNext()).bytes()).isEqualTo(A);
  }

  @Test
  void aPingGoesOutWhenNothingElseDoes() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(1);

    ends.toSocket.expectNext(PING);
  }

  @Test
  void aPingGoesOutBetweenTwoFramesAndNoneIsLostOrSwapped() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(1); // the ping takes this, so that a's push finds no demand
    ends.toSocket.expectNext(PING);

    ends.fromHttp.sendNext(new SendBytes(A));
    ends.fromHttp.sendNext(new SendBytes(B));
    ends.fromSocket.sendNext(PING); // as if answered
    ends.toSocket.expectNoMessage(millis(20));
    ends.toSocket.request(2);

    ends.toSocket.expectNext(A, B);
  }

  @Test
  void aPingThatIsDueGoesBeforeTheNextFrameHoweverManyWait() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    int frames = 0;
    ByteString next = A;
    for (long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        next.equals(A) && System.nanoTime() < end;
        frames++) {
      ends.fromHttp.sendNext(new SendBytes(A));
      ends.toSocket.request(1);
      next = ends.toSocket.expectNext();
    }

    assertThat(next).isEqualTo(PING);
    assertThat(frames).isGreaterThan(1);
    ends.toSocket.request(1);
    ends.toSocket.expectNext(A); // the one that was pushed as the ping went out
  }

  @Test
  void aFrameThatIsHeldBackGoesOutBeforeTheEnd() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(1);
    ends.toSocket.expectNext(PING);

    ends.fromHttp.sendNext(new SendBytes(A));
    ends.fromHttp.sendComplete();
    ends.toSocket.request(1);

    ends.toSocket.expectNext(A).expectComplete();
  }

  @Test
  void aPeerThatAnswersNothingIsCutAlthoughFramesFlow() {
    var ends = new Ends(limits(LONG, LONG, SHORT)).upgraded();
    ends.toSocket.request(Long.MAX_VALUE);
    ends.toHttp.request(1);
    ends.fromHttp.sendNext(new SendBytes(A));

    assertThat(ends.toHttp.expectError())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("no answer to pings");
    ends.fromSocket.expectCancellation();
    ends.fromHttp.expectCancellation();
  }

  @Test
  void aPeerThatTakesNothingAnswersNothingAndIsCutAsWell() {
    var ends = new Ends(limits(LONG, LONG, SHORT)).upgraded();

    assertThat(ends.toSocket.expectSubscriptionAndError(false)).hasMessage("no answer to pings");
  }

  @Test
  void aPeerThatAnswersIsNotCut() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(Long.MAX_VALUE);
    ends.toHttp.request(Long.MAX_VALUE);

    for (int i = 0; i < 3; i++) {
      ends.toSocket.expectNext(PING);
      ends.fromSocket.sendNext(B);
      ends.toHttp.expectNext();
    }
  }

  @Test
  void aPeerWhoseUpgradeTookAWhileIsPingedBeforeItIsCut() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL));
    ends.exchange.requested();
    ends.toSocket.request(1);
    ends.toSocket.expectNoMessage(millis(PING_INTERVAL.toMillis() * 3 / 4)); // one pulse
    ends.exchange.responded(true);

    ends.toSocket.expectNext(PING);
  }

  @Test
  void whatIsNotAWebSocketIsNotPinged() {
    var ends = new Ends(limits(LONG, LONG, SHORT));
    ends.toSocket.request(1);

    ends.toSocket.expectNoMessage(millis(3 * SHORT.toMillis()));
  }

  @Test
  void aHeadThatDoesNotComeCutsTheConnection() {
    var ends = new Ends(limits(SHORT, LONG, LONG));
    ends.toHttp.request(Long.MAX_VALUE);
    ends.fromSocket.sendNext(A);
    ends.toHttp.expectNext();

    assertThat(ends.toHttp.expectError()).hasMessage("no head of a request within PT0.2S");
  }

  @Test
  void anIdleConnectionEndsWithoutAnError() {
    var ends = new Ends(limits(LONG, SHORT, SHORT));
    ends.toHttp.request(1);
    ends.toSocket.request(1);

    ends.toHttp.expectComplete();
    ends.toSocket.expectComplete();
  }

  @Test
  void aRequestUnderWayIsNotIdle() {
    var ends = new Ends(limits(SHORT, SHORT, SHORT));
    ends.exchange.requested();
    ends.toHttp.request(1);

    ends.toHttp.expectNoMessage(millis(4 * SHORT.toMillis()));
    ends.exchange.responded(false);

    ends.toHttp.expectComplete();
  }

  @Test
  void theEndOfTheSocketAndTheEndOfHttpAreTheirOwn() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toHttp.request(1);
    ends.toSocket.request(1);

    ends.fromSocket.sendComplete();

    ends.toHttp.expectComplete();
    ends.fromHttp.sendNext(new SendBytes(A)); // what was asked for is still answered
    ends.toSocket.expectNext(A);
    assertThat(ends.ends).hasValue(0);
    ends.fromHttp.sendComplete();
    ends.toSocket.expectComplete();
    await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(ends.ends).hasValue(1));
  }

  @Test
  void aBrokenSocketIsToldToHttp() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toHttp.request(1);
    var broken = new IllegalStateException("connection reset");

    ends.fromSocket.sendError(broken);

    assertThat(ends.toHttp.expectError()).isSameAs(broken);
  }

  private static ConnectionLimits limits(Duration head, Duration idle, Duration ping) {
    return new ConnectionLimits(1, 8_192, 1, head, idle, ping);
  }

  private static FiniteDuration millis(long millis) {
    return FiniteDuration.create(millis, "ms");
  }

  /** The stage with a probe at each of its ends. */
  private static final class Ends {
    private final Exchange exchange = new Exchange();
    private final AtomicInteger ends = new AtomicInteger();
    private final TestPublisher.Probe<SslTlsOutbound> fromHttp;
    private final TestSubscriber.Probe<SslTlsInbound> toHttp;
    private final TestPublisher.Probe<ByteString> fromSocket;
    private final TestSubscriber.Probe<ByteString> toSocket;

    private Ends(ConnectionLimits limits) {
      Source<SslTlsOutbound, TestPublisher.Probe<SslTlsOutbound>> http = TestSource.create(SYSTEM);
      Sink<SslTlsInbound, TestSubscriber.Probe<SslTlsInbound>> httpEnd = TestSink.create(SYSTEM);
      Source<ByteString, TestPublisher.Probe<ByteString>> socket = TestSource.create(SYSTEM);
      Sink<ByteString, TestSubscriber.Probe<ByteString>> socketEnd = TestSink.create(SYSTEM);
      var sockets = Flow.fromSinkAndSourceMat(socketEnd, socket, Pair::create);
      var both = Flow.fromSinkAndSourceMat(httpEnd, http, Pair::create)
          .joinMat(
              BidiFlow.fromGraph(new ConnectionWatch(limits, exchange, ends::incrementAndGet)),
              (probes, none) -> probes)
          .joinMat(sockets, Pair::create)
          .run(SYSTEM);
      toHttp = both.first().first();
      fromHttp = both.first().second();
      toSocket = both.second().first();
      fromSocket = both.second().second();
    }

    private Ends upgraded() {
      exchange.requested();
      exchange.responded(true);
      return this;
    }
  }
}
