package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.japi.Pair;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestPublisher;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.stream.testkit.javadsl.TestSource;
import akka.testkit.javadsl.TestKit;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import scala.concurrent.duration.FiniteDuration;

/** The stage by itself: the socket, the HTTP layer and the feed in our hands. */
@Execution(ExecutionMode.CONCURRENT)
final class ConnectionStageTest {

  private static final ActorSystem SYSTEM = ActorSystem.create(
      "connection-stage-test",
      ConfigFactory.parseString("akka.test.single-expect-default = 15s")
          .withFallback(ConfigFactory.load()));
  private static final ByteString SWITCH = ByteString.fromString("HTTP/1.1 101 Switching\r\n\r\n");
  private static final ByteString FIRST = ByteString.fromString("GET / ");
  private static final ByteString A = WebSocketFrame.text("a");
  private static final ByteString B = WebSocketFrame.text("b");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Half of it is what a busy machine may take to answer in our tests. */
  private static final Duration PING_INTERVAL = Duration.ofMillis(800);

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @Test
  void bytesGoThroughBothWaysInTheirOrderWhileItIsHttp() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toSocket.request(2);
    ends.toHttp.request(1);

    ends.fromHttp.sendNext(new SendBytes(A));
    ends.fromHttp.sendNext(new SendBytes(B));
    ends.fromSocket.sendNext(A);

    ends.toSocket.expectNext(A, B);
    assertThat(((SessionBytes) ends.toHttp.expectNext()).bytes()).isEqualTo(A);
  }

  @Test
  void whatTheHttpLayerRefusesByItselfIsAProblemAndTheLastAnswer() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toSocket.request(1);

    ends.fromHttp.sendNext(new SendBytes(ByteString.fromString(
        "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 4\r\n\r\nlong")));

    assertThat(ends.toSocket.expectNext().utf8String())
        .startsWith("HTTP/1.1 431 ")
        .contains("application/problem+json", "Connection: close", "\"detail\":\"long\"");
    ends.toSocket.expectComplete();
  }

  @Test
  void theHttpLayerEndsWithTheUpgrade() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();

    ends.toHttp.expectComplete();
    ends.fromHttp.expectCancellation();
    assertThat(ends.ends).hasValue(0);
  }

  @Test
  void aFrameLeavesWhenThereIsOneAndTheSocketTakesIt() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(1);
    ends.toSocket.expectNoMessage(millis(20));

    ends.feed.add(A);
    ends.toSocket.expectNext(A);
    ends.feed.add(B);
    ends.toSocket.expectNoMessage(millis(20)); // the socket has not asked
    ends.toSocket.request(1);

    ends.toSocket.expectNext(B);
  }

  @Test
  void whatAClientSendsIsReadAndItsPingsAreAnswered() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(2);
    ends.fromSocket.sendNext(ClientFrames.text("ignored"));
    ends.fromSocket.sendNext(ClientFrames.ping("hi"));

    ends.toSocket.expectNext(WebSocketFrame.pong("hi".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void afterTheLastFrameTheConnectionIsClosedInTheOrderOfTheRfc() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(3);
    ends.feed.add(A);
    ends.feed.end(B);

    ends.toSocket.expectNext(A, B);
    ends.toSocket.expectNext(WebSocketFrame.close(1000));
    ends.toSocket.expectNoMessage(millis(20));
    ends.fromSocket.sendNext(ClientFrames.close(1000));
    ends.toSocket.expectComplete();
    ends.fromSocket.expectCancellation();
    ends.awaitEnd();
    assertThat(ends.feed.closes()).isEqualTo(1);
  }

  @Test
  void aClientThatClosesIsAnsweredWithItsOwnCode() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(1);
    ends.fromSocket.sendNext(ClientFrames.close(1001));

    ends.toSocket.expectNext(WebSocketFrame.close(1001)).expectComplete();
    ends.awaitEnd();
    assertThat(ends.feed.closes()).isEqualTo(1);
  }

  @Test
  void aClientThatBreaksTheProtocolIsToldAndLeft() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(1);
    ends.fromSocket.sendNext(A); // as a server sends it: without a mask

    ends.toSocket.expectNext(WebSocketFrame.close(1002)).expectComplete();
  }

  @Test
  void aFeedThatFailsCutsTheConnection() {
    var ends = new Ends(limits(LONG, LONG, LONG)).upgraded();
    ends.toSocket.request(1);
    var why = new IllegalStateException("took nothing");

    ends.feed.fail(why);

    assertThat(ends.toSocket.expectError()).isSameAs(why);
    ends.fromSocket.expectCancellation();
  }

  @Test
  void aFeedThatWasNeverTakenUpIsClosedWithTheConnection() {
    var ends = new Ends(limits(LONG, LONG, LONG));
    ends.toHttp.request(1);
    ends.exchange.requested();
    ends.exchange.upgraded(ends.feed); // and then the peer is gone
    ends.fromSocket.sendError(new IllegalStateException("connection reset"));
    ends.toHttp.expectError();
    ends.fromHttp.sendComplete();

    ends.awaitEnd();
    assertThat(ends.feed.closes()).isEqualTo(1);
  }

  @Test
  void aPingGoesOutWhenNothingElseDoes() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(1);

    ends.toSocket.expectNext(WebSocketFrame.ping());
  }

  @Test
  void aPingThatIsDueGoesBeforeTheNextFrameHoweverManyWait() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    int frames = 0;
    ByteString next = A;
    for (long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        next.equals(A) && System.nanoTime() < end;
        frames++) {
      ends.feed.add(A);
      ends.toSocket.request(1);
      next = ends.toSocket.expectNext();
    }

    assertThat(next).isEqualTo(WebSocketFrame.ping());
    assertThat(frames).isGreaterThan(1);
    ends.toSocket.request(1);
    ends.toSocket.expectNext(A);
  }

  @Test
  void aPeerThatAnswersNothingIsCutAlthoughFramesFlow() {
    var ends = new Ends(limits(LONG, LONG, SHORT)).upgraded();
    ends.toSocket.request(1);
    ends.feed.add(A);
    ends.toSocket.expectNext(A);

    assertThat(ends.toSocket.expectError())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("no answer to pings");
    ends.fromSocket.expectCancellation();
  }

  @Test
  void aPeerThatAnswersIsNotCut() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL)).upgraded();
    ends.toSocket.request(Long.MAX_VALUE);

    for (int i = 0; i < 3; i++) {
      ends.toSocket.expectNext(WebSocketFrame.ping());
      ends.fromSocket.sendNext(ClientFrames.pong());
    }
  }

  @Test
  void aPeerWhoseUpgradeTookAWhileIsPingedBeforeItIsCut() {
    var ends = new Ends(limits(LONG, LONG, PING_INTERVAL));
    ends.exchange.requested();
    ends.toSocket.request(1);
    ends.toSocket.expectNoMessage(millis(PING_INTERVAL.toMillis() * 3 / 4)); // one pulse
    ends.upgraded();
    ends.toSocket.request(1);

    ends.toSocket.expectNext(WebSocketFrame.ping());
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
    ends.toSocket.request(1);
    ends.toHttp.request(Long.MAX_VALUE);
    ends.fromSocket.sendNext(A);
    ends.toHttp.expectNext();

    assertThat(ends.toSocket.expectError())
        .hasMessage("Request headers not received within PT0.2S");
  }

  @Test
  void anIdleConnectionEndsWithoutAnError() {
    var ends = new Ends(limits(LONG, SHORT, SHORT));
    ends.toSocket.request(1);

    ends.toSocket.expectComplete();
    ends.fromSocket.expectCancellation();
  }

  @Test
  void aRequestUnderWayIsNotIdle() {
    var ends = new Ends(limits(SHORT, SHORT, SHORT));
    ends.exchange.requested();
    ends.toSocket.request(1);

    ends.toSocket.expectNoMessage(millis(4 * SHORT.toMillis()));
    ends.exchange.responded();

    ends.toSocket.expectComplete();
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
    ends.awaitEnd();
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
    return new ConnectionLimits(1, 8_192, 1, 1 << 20, head, idle, ping, 1 << 20);
  }

  private static FiniteDuration millis(long millis) {
    return FiniteDuration.create(millis, "ms");
  }

  /** The stage with a probe at each of its ends. */
  private static final class Ends {
    private final RequestTracker exchange = new RequestTracker();
    private final TestFeed feed = new TestFeed();
    private final AtomicInteger ends = new AtomicInteger();
    private final TestPublisher.Probe<SslTlsOutbound> fromHttp = TestPublisher.probe(0, SYSTEM);
    private final TestSubscriber.Probe<SslTlsInbound> toHttp = TestSubscriber.probe(SYSTEM);
    private final TestPublisher.Probe<ByteString> fromSocket;
    private final TestSubscriber.Probe<ByteString> toSocket;

    private Ends(ConnectionLimits limits) {
      Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http =
          Flow.fromSinkAndSource(Sink.fromSubscriber(toHttp), Source.fromPublisher(fromHttp));
      Source<ByteString, TestPublisher.Probe<ByteString>> socket = TestSource.create(SYSTEM);
      Sink<ByteString, TestSubscriber.Probe<ByteString>> socketEnd = TestSink.create(SYSTEM);
      var both = socket
          .via(new ConnectionStage(
              limits,
              new UnreadAnswers(1 << 20),
              new WakeUps(Runnable::run, Runnable::run),
              exchange,
              handler(http)))
          .toMat(socketEnd, Pair::create)
          .run(SYSTEM);
      fromSocket = both.first();
      toSocket = both.second();
      fromSocket.sendNext(FIRST);
      toHttp.request(1);
      toHttp.expectNext();
    }

    private ConnectionStage.Handler handler(Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http) {
      return new ConnectionStage.Handler() {
        @Override
        public Flow<SslTlsInbound, SslTlsOutbound, NotUsed> http() {
          return http;
        }

        @Override
        public CompletionStage<HttpResponse> answer(HttpRequest request) {
          return CompletableFuture.completedFuture(HttpResponse.create());
        }

        @Override
        public HttpResponse refused(int status, String reason) {
          return Problem.of(StatusCodes.get(status), reason).response();
        }

        @Override
        public void ended() {
          ends.incrementAndGet();
        }
      };
    }

    private Ends upgraded() {
      exchange.requested();
      exchange.upgraded(feed);
      exchange.hand();
      toSocket.request(1);
      fromHttp.sendNext(new SendBytes(SWITCH));
      toSocket.expectNext(SWITCH);
      return this;
    }

    private void awaitEnd() {
      await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(ends).hasValue(1));
    }
  }
}
