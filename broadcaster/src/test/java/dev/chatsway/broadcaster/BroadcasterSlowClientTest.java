package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.BroadcasterHarness.SECOND;
import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.testkit.TestSubscriber;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drain;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take nothing, or too little. */
final class BroadcasterSlowClientTest {
  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final UUID session = UUID.randomUUID();

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void aSlowClientNeverDelaysTheOthersAndLosesOnlyValues() {
    FakeReadings.Session data = harness.readings.session(session);
    TestSubscriber.Probe<Frame> slow = harness.run(harness.join(session, V2));
    TestSubscriber.Probe<Frame> quick = harness.run(harness.join(session, DEFAULT));
    quick.request(1000);

    for (int vote = 1; vote <= 50; vote++) {
      data.vote(vote);
      harness.tick(1);
      quick.expectNext(new Text("{\"value\":" + vote + ".00,\"status\":\"active\"}"));
    }
    data.change(new SessionDetails(data.details.overlayId(), 2, "{\"theme\":\"light\"}"));
    harness.tick(1);
    harness.broadcaster.tell(
        new Drain(harness.kit.<BroadcasterProtocol.Drained>createTestProbe().ref()));
    harness.settle();

    slow.request(10);
    assertThat(slow.expectNext().text()).contains("\"hello\"").contains("dark");
    assertThat(slow.expectNext().text()).contains("\"settings\"").contains("light");
    assertThat(slow.expectNext().text()).contains("\"value\":50.0");
    assertThat(slow.expectNext().text()).contains("\"bye\"");
    slow.expectComplete();
    assertThat(harness.metric("chatsway_broadcaster_frames_dropped_total")).isEqualTo(50);
  }

  @Test
  void aSlowClientIsShownNoValueFromBeforeAnOutageAfterItWasToldOfIt() {
    TestSubscriber.Probe<Frame> slow = harness.run(harness.join(session, V2));
    harness.tick(1);
    harness.readings.fail(true);
    harness.tick(1);
    harness.settle();

    slow.request(10);
    assertThat(slow.expectNext().text()).contains("\"hello\"");
    assertThat(slow.expectNext().text()).contains("\"degraded\"");

    harness.readings.fail(false);
    harness.tick(1);
    assertThat(slow.expectNext().text()).contains("\"active\"");
    assertThat(slow.expectNext().text()).contains("\"value\":0.0");
  }

  @Test
  void aClientThatTakesNothingForTenSecondsIsEvicted() {
    TestSubscriber.Probe<Frame> stalled = harness.run(harness.join(session, DEFAULT));
    TestSubscriber.Probe<Frame> quick = harness.run(harness.join(session, DEFAULT));
    quick.request(1000);

    for (int tick = 1; tick <= 11 * SECOND; tick++) {
      assertThat(harness.count()).isEqualTo(new ClientCount(1, 2));
      harness.tick(1);
      quick.expectNext();
    }

    assertThat(stalled.expectError())
        .isInstanceOf(ClientDisconnectedException.class)
        .hasMessageContaining("10 s");
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
    assertThat(harness.metric("chatsway_broadcaster_clients_evicted_total{reason=\"stalled\"}"))
        .isEqualTo(1);
  }

  @Test
  void aClientThatTakesOneFrameInAWhileStays() {
    TestSubscriber.Probe<Frame> slow = harness.run(harness.join(session, DEFAULT));
    for (int i = 0; i < 4; i++) {
      harness.tick(8 * SECOND);
      slow.requestNext();
    }
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
  }

  @Test
  void aClientThatTakesAllItIsGivenStaysThroughALongOutage() {
    harness.run(harness.join(session, V2)).request(Long.MAX_VALUE);
    harness.tick(1);
    harness.readings.fail(true);

    harness.tick(60 * SECOND);
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
  }

  @Test
  void aClientThatVanishedBeforeTheUpgradeIsEvicted() {
    harness.join(session, V2);
    harness.tick(11 * SECOND);

    assertThat(harness.count()).isEqualTo(new ClientCount(0, 0));
    assertThat(harness.metric("chatsway_broadcaster_clients_evicted_total{reason=\"unopened\"}"))
        .isEqualTo(1);
  }

  @Test
  void aClientWhoseStreamEndsIsNoLongerCounted() {
    harness.join(session, DEFAULT);
    TestSubscriber.Probe<Frame> client = harness.run(harness.join(session, DEFAULT));
    client.cancel();

    harness.kit.<Object>createTestProbe().awaitAssert(() -> {
      assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
      return null;
    });
  }
}
