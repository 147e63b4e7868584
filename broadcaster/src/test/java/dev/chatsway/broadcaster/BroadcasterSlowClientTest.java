package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static dev.chatsway.broadcaster.Studio.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.testkit.TestSubscriber;
import dev.chatsway.broadcaster.Broadcaster.ClientCount;
import dev.chatsway.broadcaster.Broadcaster.Drain;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take nothing, or too little. */
final class BroadcasterSlowClientTest {
  private final Studio studio = new Studio();
  private final UUID session = UUID.randomUUID();

  @AfterEach
  void stop() {
    studio.close();
  }

  @Test
  void aSlowClientNeverDelaysTheOthersAndLosesOnlyValues() {
    FakeReadings.Session data = studio.readings.session(session);
    TestSubscriber.Probe<Frame> slow = studio.run(studio.join(session, V2));
    TestSubscriber.Probe<Frame> quick = studio.run(studio.join(session, DEFAULT));
    quick.request(1000);

    for (int vote = 1; vote <= 50; vote++) {
      data.vote(vote);
      studio.tick(1);
      quick.expectNext(new Text("{\"value\":" + vote + ".00,\"status\":\"active\"}"));
    }
    data.change(new SessionDetails(data.details.overlayId(), 2, "{\"theme\":\"light\"}"));
    studio.tick(1);
    studio.broadcaster.tell(
        new Drain(studio.kit.<Broadcaster.Drained>createTestProbe().ref()));
    studio.settle();

    slow.request(10);
    assertThat(slow.expectNext().text()).contains("\"hello\"").contains("dark");
    assertThat(slow.expectNext().text()).contains("\"settings\"").contains("light");
    assertThat(slow.expectNext().text()).contains("\"value\":50.0");
    assertThat(slow.expectNext().text()).contains("\"bye\"");
    slow.expectComplete();
    assertThat(studio.metric("chatsway_broadcaster_frames_dropped_total")).isEqualTo(50);
  }

  @Test
  void aSlowClientIsShownNoValueFromBeforeAnOutageAfterItWasToldOfIt() {
    TestSubscriber.Probe<Frame> slow = studio.run(studio.join(session, V2));
    studio.tick(1);
    studio.readings.fail(true);
    studio.tick(1);
    studio.settle();

    slow.request(10);
    assertThat(slow.expectNext().text()).contains("\"hello\"");
    assertThat(slow.expectNext().text()).contains("\"degraded\"");

    studio.readings.fail(false);
    studio.tick(1);
    assertThat(slow.expectNext().text()).contains("\"active\"");
    assertThat(slow.expectNext().text()).contains("\"value\":0.0");
  }

  @Test
  void aClientThatTakesNothingForTenSecondsIsEvicted() {
    TestSubscriber.Probe<Frame> stalled = studio.run(studio.join(session, DEFAULT));
    TestSubscriber.Probe<Frame> quick = studio.run(studio.join(session, DEFAULT));
    quick.request(1000);

    for (int tick = 1; tick <= 11 * SECOND; tick++) {
      assertThat(studio.count()).isEqualTo(new ClientCount(1, 2));
      studio.tick(1);
      quick.expectNext();
    }

    assertThat(stalled.expectError())
        .isInstanceOf(ClientDisconnectedException.class)
        .hasMessageContaining("10 s");
    assertThat(studio.count()).isEqualTo(new ClientCount(1, 1));
    assertThat(studio.metric("chatsway_broadcaster_clients_evicted_total{reason=\"stalled\"}"))
        .isEqualTo(1);
  }

  @Test
  void aClientThatTakesOneFrameInAWhileStays() {
    TestSubscriber.Probe<Frame> slow = studio.run(studio.join(session, DEFAULT));
    for (int i = 0; i < 4; i++) {
      studio.tick(8 * SECOND);
      slow.requestNext();
    }
    assertThat(studio.count()).isEqualTo(new ClientCount(1, 1));
  }

  @Test
  void aClientThatTakesAllItIsGivenStaysThroughALongOutage() {
    studio.run(studio.join(session, V2)).request(Long.MAX_VALUE);
    studio.tick(1);
    studio.readings.fail(true);

    studio.tick(60 * SECOND);
    assertThat(studio.count()).isEqualTo(new ClientCount(1, 1));
  }

  @Test
  void aClientThatVanishedBeforeTheUpgradeIsEvicted() {
    studio.join(session, V2);
    studio.tick(11 * SECOND);

    assertThat(studio.count()).isEqualTo(new ClientCount(0, 0));
    assertThat(studio.metric("chatsway_broadcaster_clients_evicted_total{reason=\"unopened\"}"))
        .isEqualTo(1);
  }

  @Test
  void aClientWhoseStreamEndsIsNoLongerCounted() {
    studio.join(session, DEFAULT);
    TestSubscriber.Probe<Frame> client = studio.run(studio.join(session, DEFAULT));
    client.cancel();

    studio.kit.<Object>createTestProbe().awaitAssert(() -> {
      assertThat(studio.count()).isEqualTo(new ClientCount(1, 1));
      return null;
    });
  }
}
