package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.javadsl.Sink;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ClientQueueTest {
  private static final ActorTestKit kit = ActorTestKit.create();

  private final TestProbe<ClientQueue> closed = kit.createTestProbe();
  private final ClientQueue queue = ClientQueue.create(o -> closed.ref().tell(o));

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whatWaitedIsSentInTheOrderOfItsKind() {
    queue.offer(MessageType.BYE, frame("bye"));
    queue.offer(MessageType.VALUE, frame("value"));
    queue.offer(MessageType.STATUS, frame("status"));
    queue.offer(MessageType.SETTINGS, frame("settings"));
    queue.offer(MessageType.HELLO, frame("hello"));

    TestSubscriber.Probe<Frame> client = run();
    client.request(10);

    for (String text : new String[] {"hello", "settings", "status", "value", "bye"}) {
      client.expectNext(frame(text));
    }
    client.expectComplete();
    closed.expectMessage(queue);
  }

  @Test
  void theNewestOfItsKindWinsAndTheDropIsReported() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();

    assertThat(queue.offer(MessageType.VALUE, frame("1"))).isFalse();
    assertThat(queue.offer(MessageType.VALUE, frame("2"))).isTrue();
    assertThat(queue.offer(MessageType.STATUS, frame("s"))).isFalse();

    client.request(2).expectNext(frame("s"), frame("2"));
    assertThat(queue.offer(MessageType.VALUE, frame("3"))).isFalse();
    client.expectNoMessage(Duration.ofMillis(50));
    client.requestNext(frame("3"));
  }

  @Test
  void aWaitingStreamIsWokenByTheNextOffer() {
    TestSubscriber.Probe<Frame> client = run();
    client.request(3);
    client.expectNoMessage(Duration.ofMillis(50));

    queue.offer(MessageType.VALUE, frame("1"));
    client.expectNext(frame("1"));
    queue.offer(MessageType.BYE, frame("bye"));
    client.expectNext(frame("bye")).expectComplete();
  }

  @Test
  void theEndOfTheStreamIsReportedOnceHoweverItEnds() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();
    client.cancel();

    closed.expectMessage(queue);
    queue.offer(MessageType.VALUE, frame("1"));
    queue.offer(MessageType.BYE, frame("bye"));
    queue.abort(new ClientDisconnectedException("test"));
    closed.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void anAbortedStreamFailsAlthoughNobodyPulls() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();
    queue.offer(MessageType.VALUE, frame("1"));

    queue.abort(new ClientDisconnectedException("took nothing"));

    assertThat(client.expectError())
        .isInstanceOf(ClientDisconnectedException.class)
        .hasMessage("took nothing");
    closed.expectMessage(queue);
  }

  @Test
  void aStreamAbortedBeforeItBeganFailsWhenItBegins() {
    queue.abort(new ClientDisconnectedException("too late"));

    run().expectSubscriptionAndError();
    closed.expectMessage(queue);
  }

  @Test
  void aSourceIsRunOnlyOnce() {
    var source = queue.source();
    TestSubscriber.Probe<Frame> first = source.runWith(TestSink.create(kit.system()), kit.system());
    first.ensureSubscription();

    assertThatThrownBy(() -> source.runWith(Sink.ignore(), kit.system()))
        .hasMessageContaining("run twice");
    queue.offer(MessageType.VALUE, frame("1"));
    first.requestNext(frame("1"));
  }

  @Test
  void itIsStuckOnlyWhileSomethingWaitsThatNobodyTakes() {
    assertThat(queue.isStuck()).isFalse();
    queue.offer(MessageType.VALUE, frame("1"));
    assertThat(queue.isStuck()).isTrue();
    queue.offer(MessageType.VALUE, frame("2"));
    assertThat(queue.isStuck()).isTrue();

    Text.takeAll(queue);
    queue.offer(MessageType.VALUE, frame("3"));
    assertThat(queue.isStuck()).isFalse();
    assertThat(queue.isStuck()).isTrue();
  }

  @Test
  void noWakeUpIsLostWhenAnOfferMeetsTheParkingStream() throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    CompletionStage<Done> end =
        queue.source().runWith(Sink.foreach(frame -> arrived.release()), kit.system());

    for (int i = 0; i < 200_000; i++) {
      queue.offer(MessageType.VALUE, frame("1"));
      assertThat(arrived.tryAcquire(10, TimeUnit.SECONDS)).as("frame %d", i).isTrue();
    }
    queue.offer(MessageType.BYE, frame("bye"));
    assertThat(end.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  private TestSubscriber.Probe<Frame> run() {
    return queue.source().runWith(TestSink.create(kit.system()), kit.system());
  }

  private static Frame frame(String text) {
    return new Text(text);
  }
}
