package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Four Broadcasters behind their entry, spoken to as to one. */
final class BroadcasterRouterTest {
  private static final int SHARDS = 4;

  private final List<FakeReadings> readings =
      Stream.generate(FakeReadings::new).limit(SHARDS).toList();
  private final List<FakeReadings> unused = new ArrayList<>(readings);
  private final BroadcasterHarness harness =
      new BroadcasterHarness(SHARDS, "40", () -> unused.remove(0));
  private final List<UUID> sessions =
      Stream.generate(UUID::randomUUID).limit(40).toList();

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void eachSessionIsReadByOneBroadcasterAndItsClientsSeeIt() {
    List<ClientQueue> clients = joinAll();

    harness.tick(1);

    assertThat(readings.stream().flatMap(each -> each.newestRoster().stream()))
        .containsExactlyInAnyOrderElementsOf(sessions);
    assertThat(readings)
        .allSatisfy(each -> assertThat(each.newestRoster())
            .allSatisfy(id -> assertThat(Math.floorMod(id.hashCode(), SHARDS))
                .isEqualTo(readings.indexOf(each))));
    assertThat(clients)
        .allSatisfy(client -> assertThat(Text.takeAll(client))
            .containsExactly("{\"value\":0.00,\"status\":\"active\"}"));
  }

  @Test
  void aReadThatHangsInOneHoldsUpNoOther() {
    List<ClientQueue> clients = joinAll();
    readings.get(1).hang(true);

    harness.tick(2);

    for (int i = 0; i < clients.size(); i++) {
      int shard = Math.floorMod(sessions.get(i).hashCode(), SHARDS);
      assertThat(Text.takeAll(clients.get(i))).hasSize(shard == 1 ? 0 : 1);
    }
  }

  @Test
  void countsAreOfAllOfThemAndOfOneSession() {
    List<ClientQueue> clients = joinAll();
    TestProbe<ClientCount> counts = harness.kit.createTestProbe();

    assertThat(harness.count()).isEqualTo(new ClientCount(40, 40));
    harness.broadcaster.tell(new Unregister(sessions.get(0), clients.get(0)));
    harness.broadcaster.tell(new GetSessionClientCount(sessions.get(0), counts.ref()));
    harness.broadcaster.tell(new GetSessionClientCount(sessions.get(1), counts.ref()));

    assertThat(counts.receiveSeveralMessages(2))
        .containsExactlyInAnyOrder(new ClientCount(0, 0), new ClientCount(1, 1));
    assertThat(harness.count()).isEqualTo(new ClientCount(39, 39));
    assertThat(harness.metric("chatsway_broadcaster_clients")).isEqualTo(39);
    assertThat(harness.metric("chatsway_broadcaster_sessions")).isEqualTo(39);
  }

  @Test
  void manyBroadcastersRegisterEachGaugeOnce() {
    var logger = (Logger) LoggerFactory.getLogger("io.micrometer");
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    logger.setLevel(Level.DEBUG); // it warns once a JVM, and then no louder than this
    logger.addAppender(written);
    try (var another = new BroadcasterHarness(SHARDS, "40", FakeReadings::new)) {
      assertThat(another.metric("chatsway_broadcaster_clients")).isEqualTo(0);
    } finally {
      logger.detachAppender(written);
    }
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(message -> message.contains("registered"));
  }

  @Test
  void theLimitOfTheInstanceIsExactHoweverManyShareIt() {
    List<ClientQueue> clients = joinAll();

    assertThat(join()).isEqualTo(new Refused(Refusal.INSTANCE_FULL, 40));
    harness.broadcaster.tell(new Unregister(sessions.get(7), clients.get(7)));
    harness.settle();

    assertThat(join()).isEqualTo(new Accepted());
    assertThat(join()).isEqualTo(new Refused(Refusal.INSTANCE_FULL, 40));
  }

  @Test
  void aDrainIsAnsweredOnceWhenTheLastClientOfAllHasGone() {
    List<ClientQueue> clients = joinAll();
    TestProbe<Drained> drained = harness.kit.createTestProbe();
    harness.broadcaster.tell(new Drain(drained.ref()));
    harness.settle();

    for (int i = 0; i < clients.size(); i++) {
      drained.expectNoMessage(Duration.ofMillis(1));
      assertThat(Text.takeAll(clients.get(i))).singleElement().asString().contains("going_away");
      harness.broadcaster.tell(new Unregister(sessions.get(i), clients.get(i)));
    }

    drained.receiveMessage();
    drained.expectNoMessage();
    assertThat(join()).isEqualTo(new Refused(Refusal.STOPPING, 0));
  }

  private List<ClientQueue> joinAll() {
    return sessions.stream()
        .map(session -> harness.join(session, Protocol.DEFAULT))
        .toList();
  }

  private BroadcasterProtocol.Registration join() {
    UUID session = UUID.randomUUID();
    return harness.register(
        session,
        Protocol.DEFAULT,
        harness.queue(session),
        harness.readings.session(session).details);
  }
}
