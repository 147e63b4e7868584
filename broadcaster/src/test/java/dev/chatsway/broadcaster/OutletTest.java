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

final class OutletTest {
  private static final ActorTestKit kit = ActorTestKit.create();

  private final TestProbe<Outlet> closed = kit.createTestProbe();
  private final Outlet outlet = Outlet.create(o -> closed.ref().tell(o));

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whatWaitedIsSentInTheOrderOfItsKind() {
    outlet.offer(Slot.BYE, frame("bye"));
    outlet.offer(Slot.VALUE, frame("value"));
    outlet.offer(Slot.STATUS, frame("status"));
    outlet.offer(Slot.SETTINGS, frame("settings"));
    outlet.offer(Slot.HELLO, frame("hello"));

    TestSubscriber.Probe<Frame> client = run();
    client.request(10);

    for (String text : new String[] {"hello", "settings", "status", "value", "bye"}) {
      client.expectNext(frame(text));
    }
    client.expectComplete();
    closed.expectMessage(outlet);
  }

  @Test
  void theNewestOfItsKindWinsAndTheDropIsReported() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();

    assertThat(outlet.offer(Slot.VALUE, frame("1"))).isFalse();
    assertThat(outlet.offer(Slot.VALUE, frame("2"))).isTrue();
    assertThat(outlet.offer(Slot.STATUS, frame("s"))).isFalse();

    client.request(2).expectNext(frame("s"), frame("2"));
    assertThat(outlet.offer(Slot.VALUE, frame("3"))).isFalse();
    client.expectNoMessage(Duration.ofMillis(50));
    client.requestNext(frame("3"));
  }

  @Test
  void aWaitingStreamIsWokenByTheNextOffer() {
    TestSubscriber.Probe<Frame> client = run();
    client.request(3);
    client.expectNoMessage(Duration.ofMillis(50));

    outlet.offer(Slot.VALUE, frame("1"));
    client.expectNext(frame("1"));
    outlet.offer(Slot.BYE, frame("bye"));
    client.expectNext(frame("bye")).expectComplete();
  }

  @Test
  void theEndOfTheStreamIsReportedOnceHoweverItEnds() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();
    client.cancel();

    closed.expectMessage(outlet);
    outlet.offer(Slot.VALUE, frame("1"));
    outlet.offer(Slot.BYE, frame("bye"));
    outlet.abort(new StalledException("test"));
    closed.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void anAbortedStreamFailsAlthoughNobodyPulls() {
    TestSubscriber.Probe<Frame> client = run();
    client.ensureSubscription();
    outlet.offer(Slot.VALUE, frame("1"));

    outlet.abort(new StalledException("took nothing"));

    assertThat(client.expectError())
        .isInstanceOf(StalledException.class)
        .hasMessage("took nothing");
    closed.expectMessage(outlet);
  }

  @Test
  void aStreamAbortedBeforeItBeganFailsWhenItBegins() {
    outlet.abort(new StalledException("too late"));

    run().expectSubscriptionAndError();
    closed.expectMessage(outlet);
  }

  @Test
  void aSourceIsRunOnlyOnce() {
    var source = outlet.source();
    TestSubscriber.Probe<Frame> first = source.runWith(TestSink.create(kit.system()), kit.system());
    first.ensureSubscription();

    assertThatThrownBy(() -> source.runWith(Sink.ignore(), kit.system()))
        .hasMessageContaining("run twice");
    outlet.offer(Slot.VALUE, frame("1"));
    first.requestNext(frame("1"));
  }

  @Test
  void itIsStuckOnlyWhileSomethingWaitsThatNobodyTakes() {
    assertThat(outlet.isStuck()).isFalse();
    outlet.offer(Slot.VALUE, frame("1"));
    assertThat(outlet.isStuck()).isTrue();
    outlet.offer(Slot.VALUE, frame("2"));
    assertThat(outlet.isStuck()).isTrue();

    Text.takeAll(outlet);
    outlet.offer(Slot.VALUE, frame("3"));
    assertThat(outlet.isStuck()).isFalse();
    assertThat(outlet.isStuck()).isTrue();
  }

  @Test
  void noWakeUpIsLostWhenAnOfferMeetsTheParkingStream() throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    CompletionStage<Done> end =
        outlet.source().runWith(Sink.foreach(frame -> arrived.release()), kit.system());

    for (int i = 0; i < 200_000; i++) {
      outlet.offer(Slot.VALUE, frame("1"));
      assertThat(arrived.tryAcquire(10, TimeUnit.SECONDS)).as("frame %d", i).isTrue();
    }
    outlet.offer(Slot.BYE, frame("bye"));
    assertThat(end.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  private TestSubscriber.Probe<Frame> run() {
    return outlet.source().runWith(TestSink.create(kit.system()), kit.system());
  }

  private static Frame frame(String text) {
    return new Text(text);
  }
}
