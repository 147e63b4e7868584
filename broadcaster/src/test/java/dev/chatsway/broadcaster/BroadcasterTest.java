package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static dev.chatsway.broadcaster.Studio.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.testkit.TestSubscriber;
import dev.chatsway.broadcaster.Broadcaster.Accepted;
import dev.chatsway.broadcaster.Broadcaster.ClientCount;
import dev.chatsway.broadcaster.Broadcaster.Drain;
import dev.chatsway.broadcaster.Broadcaster.Drained;
import dev.chatsway.broadcaster.Broadcaster.GetSessionClientCount;
import dev.chatsway.broadcaster.Broadcaster.Refusal;
import dev.chatsway.broadcaster.Broadcaster.Refused;
import dev.chatsway.broadcaster.Broadcaster.Unregister;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BroadcasterTest {
  private final Studio studio = new Studio("5", "3");
  private final FakeReadings readings = studio.readings;
  private final UUID session = UUID.randomUUID();

  @AfterEach
  void stop() {
    studio.close();
  }

  @Test
  void everyDefaultClientIsSentTheValueEveryTick() {
    ClientQueue one = studio.join(session, DEFAULT);
    ClientQueue two = studio.join(session, DEFAULT);
    readings.session(session).vote(12.344);

    assertThat(studio.tick(3, one))
        .hasSize(3)
        .containsOnly("{\"value\":12.34,\"status\":\"active\"}");
    assertThat(Text.takeAll(two)).containsExactly("{\"value\":12.34,\"status\":\"active\"}");
  }

  @Test
  void fromAWriteToTheFrameThatShowsItIsMeasuredOnceAWriteForBothProtocols() {
    studio.join(session, DEFAULT);
    UUID other = UUID.randomUUID();
    studio.join(other, V2);
    studio.tick(3, studio.join(other, V2));
    var name = "chatsway_broadcaster_write_to_frame_seconds";
    assertThat(studio.metric(name + "_count")).as("nobody wrote anything").isZero();

    readings.session(session).microsSinceWritten = 30_000;
    readings.session(session).vote(10);
    readings.session(other).microsSinceWritten = 2_000_000;
    readings.session(other).vote(20);
    studio.tick(5, studio.join(session, DEFAULT));

    assertThat(studio.metric(name + "_count")).isEqualTo(2);
    assertThat(studio.metric(name + "_bucket{le=\"0.025\"}")).isZero();
    assertThat(studio.metric(name + "_bucket{le=\"1.0\"}")).isEqualTo(1);
  }

  @Test
  void bothProtocolsAreShownTheSameValues() {
    ClientQueue plain = studio.join(session, DEFAULT);
    ClientQueue v2 = studio.join(session, V2);
    Text.takeAll(v2);

    for (double value : new double[] {10.25, -33.75, 99.99}) {
      readings.session(session).vote(value);
      assertThat(studio.tick(1, plain))
          .singleElement()
          .asString()
          .contains("\"value\":" + value + ",");
      assertThat(Text.takeAll(v2)).singleElement().asString().contains("\"value\":" + value + ",");
    }
  }

  @Test
  void aV2ClientIsSentOnlyWhatMovesTheCurve() {
    ClientQueue client = studio.join(session, V2);
    assertThat(Text.takeAll(client))
        .singleElement()
        .asString()
        .startsWith("{\"type\":\"hello\",")
        .contains("\"build\":\"test\"");
    assertThat(studio.tick(1, client))
        .singleElement()
        .asString()
        .contains("\"type\":\"value\"")
        .contains("\"revision\":1,");

    List<String> quiet = studio.tick(100, client);
    assertThat(quiet).hasSizeBetween(1, 2).allMatch(text -> text.contains("\"revision\":1,"));

    readings.session(session).vote(10);
    assertThat(studio.tick(1, client)).singleElement().asString().contains("\"revision\":2,");
    assertThat(studio.tick(89, client)).isEmpty();
    assertThat(studio.tick(1, client)).hasSize(1);

    readings.session(session).decayRate = 0.5;
    assertThat(studio.tick(1, client)).singleElement().asString().contains("\"decayRate\":0.5");
  }

  @Test
  void aNewcomerIsShownItsFirstValueAlone() {
    ClientQueue before = studio.join(session, V2);
    studio.tick(1, before);
    readings.session(session).vote(7);
    studio.tick(1, before);

    ClientQueue newcomer = studio.join(session, V2);
    studio.tick(1);

    assertThat(Text.takeAll(before)).isEmpty();
    assertThat(Text.takeAll(newcomer)).hasSize(2).last().asString().contains("\"value\":7.0");
  }

  @Test
  void aNewcomerWhoLeavesUnseenLeavesNoTrace() {
    ClientQueue before = studio.join(session, V2);
    studio.tick(1, before);
    readings.session(session).vote(1);
    studio.tick(1, before);

    studio.broadcaster.tell(new Unregister(session, studio.join(session, V2)));

    assertThat(studio.tick(3, before)).isEmpty();
  }

  @Test
  void theCountIsABarrierAndNeverWaitsForARead() {
    readings.hang(true);
    ClientQueue queue = studio.join(session, DEFAULT);
    studio.tick(1);
    assertThat(readings.reads()).isEqualTo(1);

    studio.tellRegister(session, V2, studio.queue(session), readings.session(session).details);
    studio.tellRegister(
        UUID.randomUUID(), V2, studio.queue(session), readings.session(session).details);
    assertThat(studio.count()).isEqualTo(new ClientCount(2, 3));

    studio.broadcaster.tell(new Unregister(session, queue));
    studio.broadcaster.tell(new Unregister(session, queue));
    assertThat(studio.count()).isEqualTo(new ClientCount(2, 2));
    TestProbe<ClientCount> probe = studio.kit.createTestProbe();
    studio.broadcaster.tell(new GetSessionClientCount(session, probe.ref()));
    probe.expectMessage(new ClientCount(1, 1));
    studio.broadcaster.tell(new GetSessionClientCount(UUID.randomUUID(), probe.ref()));
    probe.expectMessage(new ClientCount(0, 0));
    assertThat(studio.metric("chatsway_broadcaster_sessions")).isEqualTo(2);
    assertThat(studio.metric("chatsway_broadcaster_clients")).isEqualTo(2);
  }

  @Test
  void ticksAreSkippedAndCountedWhileAReadIsOut() {
    readings.hang(true);
    ClientQueue queue = studio.join(session, DEFAULT);
    studio.tick(4);
    assertThat(readings.reads()).isEqualTo(1);
    assertThat(studio.metric("chatsway_broadcaster_ticks_skipped_total")).isEqualTo(3);
    assertThat(Text.takeAll(queue)).isEmpty();

    readings.release();
    studio.settle();
    assertThat(Text.takeAll(queue)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(readings.reads()).isEqualTo(1);
    studio.tick(1);
    assertThat(readings.reads()).isEqualTo(2);
    assertThat(studio.metric("chatsway_broadcaster_tick_seconds_count")).isEqualTo(1);
    assertThat(studio.metric("chatsway_broadcaster_frames_total")).isEqualTo(1);
  }

  @Test
  void theRosterIsPreparedAnewOnlyWhenTheSessionsChange() {
    ClientQueue first = studio.join(session, DEFAULT);
    studio.tick(3);
    studio.join(session, DEFAULT);
    studio.tick(3);
    assertThat(readings.rosters()).isEqualTo(1);

    UUID other = UUID.randomUUID();
    ClientQueue second = studio.join(other, DEFAULT);
    studio.tick(3);
    assertThat(readings.rosters()).isEqualTo(2);
    assertThat(Text.takeAll(second)).hasSize(1);

    studio.broadcaster.tell(new Unregister(other, second));
    studio.tick(3);
    assertThat(readings.rosters()).isEqualTo(3);
    assertThat(Text.takeAll(first)).hasSize(1);
  }

  @Test
  void noClientNoRead() {
    studio.tick(5);
    assertThat(readings.reads()).isZero();
  }

  @Test
  void aReadingThatCrossesALeaveAndAReturnReachesNobodyWrong() {
    UUID other = UUID.randomUUID();
    readings.session(session).vote(11);
    readings.session(other).vote(22);
    ClientQueue stays = studio.join(session, DEFAULT);
    ClientQueue leaves = studio.join(other, DEFAULT);
    readings.hang(true);
    studio.tick(1);

    studio.broadcaster.tell(new Unregister(other, leaves));
    ClientQueue returned = studio.join(other, DEFAULT);
    readings.release();
    studio.settle();
    assertThat(Text.takeAll(stays)).containsExactly("{\"value\":11.00,\"status\":\"active\"}");
    assertThat(Text.takeAll(leaves)).isEmpty();
    assertThat(Text.takeAll(returned)).isEmpty();

    readings.hang(false);
    studio.tick(1);
    assertThat(Text.takeAll(returned)).containsExactly("{\"value\":22.00,\"status\":\"active\"}");
  }

  @Test
  void theLimitsAreExact() {
    SessionDetails details = readings.session(session).details;
    for (int i = 0; i < 3; i++) {
      studio.join(session, V2);
    }
    ClientQueue queue = studio.queue(session);
    assertThat(studio.register(session, V2, queue, details))
        .isEqualTo(new Refused(Refusal.SESSION_FULL, 3));
    assertThat(Text.takeAll(queue)).isEmpty();

    UUID other = UUID.randomUUID();
    studio.join(other, V2);
    ClientQueue last = studio.join(other, V2);
    assertThat(studio.register(other, V2, queue, details))
        .isEqualTo(new Refused(Refusal.INSTANCE_FULL, 5));
    assertThat(studio.count()).isEqualTo(new ClientCount(2, 5));

    studio.broadcaster.tell(new Unregister(other, last));
    assertThat(studio.register(other, V2, queue, details)).isEqualTo(new Accepted());
  }

  @Test
  void drainingSaysGoodbyeAndAnswersWhenTheLastStreamHasEnded() {
    TestSubscriber.Probe<Frame> quick = studio.run(studio.join(session, V2));
    TestSubscriber.Probe<Frame> slow = studio.run(studio.join(session, DEFAULT));
    quick.request(10).expectNextN(1);
    TestProbe<Drained> drained = studio.kit.createTestProbe();

    studio.broadcaster.tell(new Drain(drained.ref()));

    quick
        .expectNext(new Text("{\"type\":\"bye\",\"reason\":\"going_away\",\"reconnect\":true}"))
        .expectComplete();
    assertThat(
            studio.register(session, V2, studio.queue(session), readings.session(session).details))
        .isEqualTo(new Refused(Refusal.STOPPING, 0));
    assertThat(studio.count()).isEqualTo(new ClientCount(0, 0));
    drained.expectNoMessage(Duration.ofMillis(50));
    slow.requestNext(
        new Text("{\"status\":\"closed\",\"reason\":\"going_away\",\"reconnect\":true}"));
    slow.expectComplete();
    drained.expectMessage(new Drained());
  }

  @Test
  void drainingDoesNotWaitForeverForAClientThatTakesNothing() {
    studio.run(studio.join(session, DEFAULT));
    TestProbe<Drained> drained = studio.kit.createTestProbe();
    studio.broadcaster.tell(new Drain(drained.ref()));

    studio.tick(10 * SECOND);
    drained.expectNoMessage(Duration.ofMillis(50));
    studio.tick(SECOND);
    drained.expectMessage(new Drained());
    studio.broadcaster.tell(new Drain(drained.ref()));
    drained.expectMessage(new Drained());
  }

  @Test
  void aFailureCutsItsClientsOffAndStartsAfresh() {
    TestSubscriber.Probe<Frame> client = studio.run(studio.join(session, DEFAULT));
    readings.hang(true);
    studio.tick(1);

    SessionDetails poison = new SessionDetails(UUID.randomUUID(), 1, "{\"boom\":1}");
    studio.tellRegister(UUID.randomUUID(), V2, studio.queue(session), poison);

    assertThat(client.expectError()).isInstanceOf(ClientDisconnectedException.class);
    assertThat(studio.count()).isEqualTo(new ClientCount(0, 0));
    ClientQueue fresh = studio.join(UUID.randomUUID(), DEFAULT);
    studio.tick(1);
    readings.release(); // what the one before had asked
    studio.settle();
    assertThat(Text.takeAll(fresh)).isEmpty();
    readings.release();
    studio.settle();
    assertThat(Text.takeAll(fresh)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
  }

  @Test
  void theMetricsAreNamedAsInTheContract() {
    studio.join(session, DEFAULT);
    studio.tick(2);

    assertThat(studio.metric("chatsway_broadcaster_frames_total")).isEqualTo(2);
    assertThat(studio.metric("chatsway_broadcaster_frames_dropped_total")).isEqualTo(1);
    assertThat(studio.metric("chatsway_broadcaster_clients_evicted_total{reason=\"stalled\"}"))
        .isZero();
    assertThat(studio.metric("chatsway_broadcaster_clients_evicted_total{reason=\"unopened\"}"))
        .isZero();
    assertThat(studio.metric("chatsway_broadcaster_tick_seconds_bucket{le=\"+Inf\"}"))
        .isEqualTo(2);
    assertThat(studio.registry.scrape())
        .contains("chatsway_broadcaster_tick_seconds_bucket{le=\"5.0E-4\"}");
  }
}
