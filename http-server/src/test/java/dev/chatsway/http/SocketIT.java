package dev.chatsway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketIT {

  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(Behaviors.empty(), "socket-it");
  private static final int SEND_BUFFER = 8_192;
  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(1, SEND_BUFFER, 1, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

  @AfterAll
  static void stop() {
    ActorTestKit.shutdown(SYSTEM, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, 20_000})
  void whatIsWrittenArrivesWholeInItsOrderAtAClientThatReadsLate(int size) throws Exception {
    int writes = 2_000_000 / size;
    var all = IntStream.range(0, writes).mapToObj(i -> line(i, size)).toList();
    var written = new CompletableFuture<Done>();
    Source<ByteString, NotUsed> lines = Source.from(all)
        .map(ByteString::fromString)
        .watchTermination((left, done) -> {
          done.thenAccept(written::complete);
          return left;
        });
    try (var client = connected(Flow.fromSinkAndSource(Sink.ignore(), lines))) {
      await().during(Duration.ofMillis(300)).until(() -> !written.isDone());

      String received = new String(client.getInputStream().readAllBytes(), US_ASCII);

      assertThat(received).isEqualTo(String.join("", all));
    }
  }

  @Test
  void whatAPeerSendsIsReadOnlyAsFastAsItIsTaken() throws Exception {
    var all = IntStream.range(0, 50_000).mapToObj(i -> line(i, 40)).collect(Collectors.joining());
    var taken = new CompletableFuture<String>();
    Sink<ByteString, NotUsed> slow = Flow.of(ByteString.class)
        .throttle(200, Duration.ofSeconds(1))
        .fold(ByteString.emptyByteString(), ByteString::concat)
        .map(ByteString::utf8String)
        .to(Sink.foreach(taken::complete));
    try (var client = connected(Flow.fromSinkAndSource(slow, Source.maybe()))) {
      client.getOutputStream().write(all.getBytes(US_ASCII));
      client.shutdownOutput();

      assertThat(taken.get()).isEqualTo(all);
    }
  }

  @Test
  void smallAndLargeWritesKeepTheirOrder() throws Exception {
    var all = IntStream.range(0, 3_000)
        .mapToObj(i -> line(i, i % 7 == 0 ? 5_000 : 40))
        .toList();
    var lines = Source.from(all).map(ByteString::fromString);
    try (var client = connected(Flow.fromSinkAndSource(Sink.ignore(), lines))) {
      String received = new String(client.getInputStream().readAllBytes(), US_ASCII);

      assertThat(received).isEqualTo(String.join("", all));
    }
  }

  @Test
  void aPeerThatHasSentEverythingIsStillAnswered() throws Exception {
    Flow<ByteString, ByteString, NotUsed> echoAtTheEnd =
        Flow.of(ByteString.class).fold(ByteString.emptyByteString(), ByteString::concat);
    try (var client = connected(echoAtTheEnd)) {
      client.getOutputStream().write("hello".getBytes(US_ASCII));
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("hello");
    }
  }

  @Test
  void aPeerThatLeavesEndsTheFlow() throws Exception {
    var ended = new CompletableFuture<Done>();
    Flow<ByteString, ByteString, NotUsed> silent = Flow.fromSinkAndSource(
        Sink.<ByteString>ignore().mapMaterializedValue(done -> {
          done.thenAccept(ended::complete);
          return NotUsed.getInstance();
        }),
        Source.maybe());
    connected(silent).close();

    await().until(ended::isDone);
  }

  private static String line(int number, int size) {
    String digits = number + ":";
    return digits + "x".repeat(size - digits.length() - 1) + "\n";
  }

  /** A client with a small receive buffer, whose peer is the flow. */
  private static java.net.Socket connected(Flow<ByteString, ByteString, NotUsed> flow)
      throws Exception {
    var accepted = new CompletableFuture<Done>();
    Channel listener = EventLoops.of(SYSTEM)
        .bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            LIMITS,
            (connection, group) -> {
              group.add(wakeUps -> Flow.fromGraph(new Socket(connection)).join(flow));
              accepted.complete(Done.getInstance());
            })
        .toCompletableFuture()
        .get();
    var client = new java.net.Socket();
    client.setReceiveBufferSize(SEND_BUFFER);
    client.connect(listener.localAddress());
    accepted.get();
    listener.close().get();
    return client;
  }
}
