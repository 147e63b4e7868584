package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.BroadcasterHarness.SECOND;
import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.testkit.TestSubscriber;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.chatsway.broadcaster.BroadcasterProtocol.Accepted;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drain;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drained;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetSessionClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refusal;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.broadcaster.BroadcasterProtocol.Unregister;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class BroadcasterTest {
  private final BroadcasterHarness harness = new BroadcasterHarness("5", "3");
  private final FakeReadings readings = harness.readings;
  private final UUID session = UUID.randomUUID();

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void everyDefaultClientIsSentTheValueEveryTick() {
    ClientQueue one = harness.join(session, DEFAULT);
    ClientQueue two = harness.join(session, DEFAULT);
    readings.session(session).vote(12.344);

    assertThat(harness.tick(3, one))
        .hasSize(3)
        .containsOnly("{\"value\":12.34,\"status\":\"active\"}");
    assertThat(Text.takeAll(two)).containsExactly("{\"value\":12.34,\"status\":\"active\"}");
  }

  @Test
  void fromAWriteToTheFrameThatShowsItIsMeasuredOnceAWriteForBothProtocols() {
    harness.join(session, DEFAULT);
    UUID other = UUID.randomUUID();
    harness.join(other, V2);
    harness.tick(3, harness.join(other, V2));
    var name = "chatsway_broadcaster_write_to_frame_seconds";
    assertThat(harness.metric(name + "_count")).as("no session was written").isZero();

    readings.session(session).microsSinceWritten = 30_000;
    readings.session(session).vote(10);
    readings.session(other).microsSinceWritten = 2_000_000;
    readings.session(other).vote(20);
    harness.tick(5, harness.join(session, DEFAULT));

    assertThat(harness.metric(name + "_count")).isEqualTo(2);
    assertThat(harness.metric(name + "_bucket{le=\"0.025\"}")).isZero();
    assertThat(harness.metric(name + "_bucket{le=\"1.0\"}")).isEqualTo(1);
  }

  @Test
  void bothProtocolsAreShownTheSameValues() {
    ClientQueue plain = harness.join(session, DEFAULT);
    ClientQueue v2 = harness.join(session, V2);
    Text.takeAll(v2);

    for (double value : new double[] {10.25, -33.75, 99.99}) {
      readings.session(session).vote(value);
      assertThat(harness.tick(1, plain))
          .singleElement()
          .asString()
          .contains("\"value\":" + value + ",");
      assertThat(Text.takeAll(v2)).singleElement().asString().contains("\"value\":" + value + ",");
    }
  }

  @Test
  void aV2ClientIsSentOnlyWhatMovesTheCurve() {
    ClientQueue client = harness.join(session, V2);
    assertThat(Text.takeAll(client))
        .singleElement()
        .asString()
        .startsWith("{\"type\":\"hello\",")
        .contains("\"build\":\"test\"");
    assertThat(harness.tick(1, client))
        .singleElement()
        .asString()
        .contains("\"type\":\"value\"")
        .contains("\"revision\":1,");

    List<String> quiet = harness.tick(100, client);
    assertThat(quiet).hasSizeBetween(1, 2).allMatch(text -> text.contains("\"revision\":1,"));

    readings.session(session).vote(10);
    assertThat(harness.tick(1, client)).singleElement().asString().contains("\"revision\":2,");
    assertThat(harness.tick(89, client)).isEmpty();
    assertThat(harness.tick(1, client)).hasSize(1);

    readings.session(session).decayRate = 0.5;
    assertThat(harness.tick(1, client)).singleElement().asString().contains("\"decayRate\":0.5");
  }

  @Test
  void aNewcomerIsShownItsFirstValueAlone() {
    ClientQueue before = harness.join(session, V2);
    harness.tick(1, before);
    readings.session(session).vote(7);
    harness.tick(1, before);

    ClientQueue newcomer = harness.join(session, V2);
    harness.tick(1);

    assertThat(Text.takeAll(before)).isEmpty();
    assertThat(Text.takeAll(newcomer)).hasSize(2).last().asString().contains("\"value\":7.0");
  }

  @Test
  void aNewcomerWhoLeavesUnseenLeavesNoTrace() {
    ClientQueue before = harness.join(session, V2);
    harness.tick(1, before);
    readings.session(session).vote(1);
    harness.tick(1, before);

    harness.broadcaster.tell(new Unregister(session, harness.join(session, V2)));

    assertThat(harness.tick(3, before)).isEmpty();
  }

  @Test
  void theCountIsABarrierAndNeverWaitsForARead() {
    readings.hang(true);
    ClientQueue queue = harness.join(session, DEFAULT);
    harness.tick(1);
    assertThat(readings.reads()).isEqualTo(1);

    harness.tellRegister(session, V2, harness.queue(session), readings.session(session).details);
    harness.tellRegister(
        UUID.randomUUID(), V2, harness.queue(session), readings.session(session).details);
    assertThat(harness.count()).isEqualTo(new ClientCount(2, 3));

    harness.broadcaster.tell(new Unregister(session, queue));
    harness.broadcaster.tell(new Unregister(session, queue));
    assertThat(harness.count()).isEqualTo(new ClientCount(2, 2));
    TestProbe<ClientCount> probe = harness.kit.createTestProbe();
    harness.broadcaster.tell(new GetSessionClientCount(session, probe.ref()));
    probe.expectMessage(new ClientCount(1, 1));
    harness.broadcaster.tell(new GetSessionClientCount(UUID.randomUUID(), probe.ref()));
    probe.expectMessage(new ClientCount(0, 0));
    assertThat(harness.metric("chatsway_broadcaster_sessions")).isEqualTo(2);
    assertThat(harness.metric("chatsway_broadcaster_clients")).isEqualTo(2);
  }

  @Test
  void ticksAreSkippedAndCountedWhileAReadIsOut() {
    readings.hang(true);
    ClientQueue queue = harness.join(session, DEFAULT);
    harness.tick(4);
    assertThat(readings.reads()).isEqualTo(1);
    assertThat(harness.metric("chatsway_broadcaster_ticks_skipped_total")).isEqualTo(3);
    assertThat(Text.takeAll(queue)).isEmpty();

    readings.release();
    harness.settle();
    assertThat(Text.takeAll(queue)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(readings.reads()).isEqualTo(1);
    harness.tick(1);
    assertThat(readings.reads()).isEqualTo(2);
    assertThat(harness.metric("chatsway_broadcaster_tick_seconds_count")).isEqualTo(1);
    assertThat(harness.metric("chatsway_broadcaster_frames_total")).isEqualTo(1);
  }

  @Test
  void theRosterIsPreparedAnewOnlyWhenTheSessionsChange() {
    ClientQueue first = harness.join(session, DEFAULT);
    harness.tick(3);
    harness.join(session, DEFAULT);
    harness.tick(3);
    assertThat(readings.rosters()).isEqualTo(1);

    UUID other = UUID.randomUUID();
    ClientQueue second = harness.join(other, DEFAULT);
    harness.tick(3);
    assertThat(readings.rosters()).isEqualTo(2);
    assertThat(Text.takeAll(second)).hasSize(1);

    harness.broadcaster.tell(new Unregister(other, second));
    harness.tick(3);
    assertThat(readings.rosters()).isEqualTo(3);
    assertThat(Text.takeAll(first)).hasSize(1);
  }

  @Test
  void noClientNoRead() {
    harness.tick(5);
    assertThat(readings.reads()).isZero();
  }

  @Test
  void aReadingThatCrossesALeaveAndAReturnReachesNobodyWrong() {
    UUID other = UUID.randomUUID();
    readings.session(session).vote(11);
    readings.session(other).vote(22);
    ClientQueue stays = harness.join(session, DEFAULT);
    ClientQueue leaves = harness.join(other, DEFAULT);
    readings.hang(true);
    harness.tick(1);

    harness.broadcaster.tell(new Unregister(other, leaves));
    ClientQueue returned = harness.join(other, DEFAULT);
    readings.release();
    harness.settle();
    assertThat(Text.takeAll(stays)).containsExactly("{\"value\":11.00,\"status\":\"active\"}");
    assertThat(Text.takeAll(leaves)).isEmpty();
    assertThat(Text.takeAll(returned)).isEmpty();

    readings.hang(false);
    harness.tick(1);
    assertThat(Text.takeAll(returned)).containsExactly("{\"value\":22.00,\"status\":\"active\"}");
  }

  @Test
  void theLimitsAreExact() {
    SessionDetails details = readings.session(session).details;
    for (int i = 0; i < 3; i++) {
      harness.join(session, V2);
    }
    ClientQueue queue = harness.queue(session);
    assertThat(harness.register(session, V2, queue, details))
        .isEqualTo(new Refused(Refusal.SESSION_FULL, 3));
    assertThat(Text.takeAll(queue)).isEmpty();

    UUID other = UUID.randomUUID();
    harness.join(other, V2);
    ClientQueue last = harness.join(other, V2);
    assertThat(harness.register(other, V2, queue, details))
        .isEqualTo(new Refused(Refusal.INSTANCE_FULL, 5));
    assertThat(harness.count()).isEqualTo(new ClientCount(2, 5));
    assertThat(refused("session_full")).isEqualTo(1);
    assertThat(refused("instance_full")).isEqualTo(1);

    harness.broadcaster.tell(new Unregister(other, last));
    assertThat(harness.register(other, V2, queue, details)).isEqualTo(new Accepted());
  }

  @Test
  void theLogNamesTheSessionWhoseClientIsRefusedWithoutItsWholeId() {
    var logger = (Logger) LoggerFactory.getLogger(BroadcasterMetrics.class);
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(written);
    try {
      for (int i = 0; i < 3; i++) {
        harness.join(session, V2);
      }
      harness.register(session, V2, harness.queue(session), readings.session(session).details);
    } finally {
      logger.detachAppender(written);
      logger.setLevel(null);
    }

    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Refused a client of session " + session.toString().substring(0, 8)
            + "…: the session has its maximum of 3 clients");
  }

  @Test
  void theSessionsOfAnOwnerShareALimitAndThoseOfOthersDoNot() {
    SessionDetails details = readings.session(session).details;
    UUID another = UUID.randomUUID();
    ClientQueue first = harness.queue(session);
    assertThat(harness.register(session, "anna", first, details)).isEqualTo(new Accepted());
    assertThat(harness.register(another, "anna", harness.queue(another), details))
        .isEqualTo(new Accepted());
    UUID third = UUID.randomUUID();
    ClientQueue queue = harness.queue(third);
    assertThat(harness.register(third, "anna", queue, details))
        .isEqualTo(new Refused(Refusal.OWNER_FULL, 2));
    assertThat(Text.takeAll(queue)).isEmpty();
    assertThat(refused("owner_full")).isEqualTo(1);
    assertThat(harness.count()).isEqualTo(new ClientCount(2, 2));
    UUID theirs = UUID.randomUUID();
    assertThat(harness.register(theirs, "ben", harness.queue(theirs), details))
        .isEqualTo(new Accepted());

    harness.broadcaster.tell(new Unregister(session, first));
    assertThat(harness.register(third, "anna", queue, details)).isEqualTo(new Accepted());
  }

  @Test
  void drainingSaysGoodbyeAndAnswersWhenTheLastStreamHasEnded() {
    TestSubscriber.Probe<Frame> quick = harness.run(harness.join(session, V2));
    TestSubscriber.Probe<Frame> slow = harness.run(harness.join(session, DEFAULT));
    quick.request(10).expectNextN(1);
    TestProbe<Drained> drained = harness.kit.createTestProbe();

    harness.broadcaster.tell(new Drain(drained.ref()));

    quick
        .expectNext(new Text("{\"type\":\"bye\",\"reason\":\"going_away\",\"reconnect\":true}"))
        .expectComplete();
    assertThat(harness.register(
            session, V2, harness.queue(session), readings.session(session).details))
        .isEqualTo(new Refused(Refusal.STOPPING, 0));
    assertThat(harness.count()).isEqualTo(new ClientCount(0, 0));
    drained.expectNoMessage(Duration.ofMillis(50));
    slow.requestNext(
        new Text("{\"status\":\"closed\",\"reason\":\"going_away\",\"reconnect\":true}"));
    slow.expectComplete();
    drained.expectMessage(new Drained());
  }

  @Test
  void aDrainSurvivesARestartAndIsAnswered() {
    TestSubscriber.Probe<Frame> client = harness.run(harness.join(session, DEFAULT));
    client.request(10);
    TestProbe<Drained> drained = harness.kit.createTestProbe();
    harness.failNextClose.set(true);

    harness.broadcaster.tell(new Drain(drained.ref()));

    drained.expectMessage(new Drained());
    assertThat(client.expectError()).isInstanceOf(ClientDisconnectedException.class);
    SessionDetails details = readings.session(session).details;
    assertThat(harness.register(session, DEFAULT, harness.queue(session), details))
        .isEqualTo(new Refused(Refusal.STOPPING, 0));
  }

  @Test
  void aDrainIsAnsweredWhenTheBroadcasterStopsBeforeItsClients() {
    harness.join(session, DEFAULT);
    TestProbe<Drained> drained = harness.kit.createTestProbe();
    harness.broadcaster.tell(new Drain(drained.ref()));
    harness.settle();

    harness.kit.stop(harness.broadcaster);

    drained.expectMessage(new Drained());
  }

  @Test
  void drainingDoesNotWaitForeverForAClientThatTakesNothing() {
    harness.run(harness.join(session, DEFAULT));
    TestProbe<Drained> drained = harness.kit.createTestProbe();
    harness.broadcaster.tell(new Drain(drained.ref()));

    harness.tick(10 * SECOND);
    drained.expectNoMessage(Duration.ofMillis(50));
    harness.tick(SECOND);
    drained.expectMessage(new Drained());
    harness.broadcaster.tell(new Drain(drained.ref()));
    drained.expectMessage(new Drained());
  }

  @Test
  void aFailureCutsItsClientsOffAndStartsAfresh() {
    TestSubscriber.Probe<Frame> client = harness.run(harness.join(session, DEFAULT));
    readings.hang(true);
    harness.tick(1);

    SessionDetails poison = new SessionDetails(UUID.randomUUID(), 1, "{\"boom\":1}");
    harness.tellRegister(UUID.randomUUID(), V2, harness.queue(session), poison);

    assertThat(client.expectError()).isInstanceOf(ClientDisconnectedException.class);
    assertThat(harness.count()).isEqualTo(new ClientCount(0, 0));
    ClientQueue fresh = harness.join(UUID.randomUUID(), DEFAULT);
    harness.tick(1);
    readings.release(); // what the one before had asked
    harness.settle();
    assertThat(Text.takeAll(fresh)).isEmpty();
    readings.release();
    harness.settle();
    assertThat(Text.takeAll(fresh)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
  }

  @Test
  void theMetricsAreNamedAsInTheContract() {
    harness.join(session, DEFAULT);
    harness.tick(2);

    assertThat(harness.metric("chatsway_broadcaster_frames_total")).isEqualTo(2);
    assertThat(harness.metric("chatsway_broadcaster_frames_dropped_total")).isEqualTo(1);
    assertThat(harness.metric("chatsway_broadcaster_clients_evicted_total{reason=\"stalled\"}"))
        .isZero();
    assertThat(harness.metric("chatsway_broadcaster_clients_evicted_total{reason=\"unopened\"}"))
        .isZero();
    assertThat(harness.metric("chatsway_broadcaster_tick_seconds_bucket{le=\"+Inf\"}"))
        .isEqualTo(2);
    assertThat(harness.registry.scrape())
        .contains("chatsway_broadcaster_tick_seconds_bucket{le=\"5.0E-4\"}");
  }

  private double refused(String reason) {
    return harness.metric("chatsway_broadcaster_clients_refused_total{reason=\"" + reason + "\"}");
  }
}
