package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.BroadcasterHarness.SECOND;
import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.testkit.TestSubscriber;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process stood still: a suspended laptop or VM, a long collection. */
final class BroadcasterPauseTest {
  private static final String VALUE = "{\"value\":0.00,\"status\":\"active\"}";

  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final FakeReadings readings = harness.readings;
  private final UUID session = UUID.randomUUID();
  private final ClientQueue plain = harness.join(session, DEFAULT);
  private final ClientQueue v2 = harness.join(session, V2);

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void aBurstOfTicksIsOneTick() {
    harness.tick(1, plain);
    int reads = readings.reads();

    harness.pause(Duration.ofSeconds(13));

    assertThat(readings.reads()).isEqualTo(reads + 1);
    assertThat(Text.takeAll(plain)).containsExactly(VALUE);
    assertThat(harness.metric("chatsway_broadcaster_ticks_skipped_total")).isEqualTo(259);
  }

  @Test
  void aReadThatWasOutDuringThePauseDegradesNoClientWhetherItsAnswerComesAtOnceOrAfterATick() {
    for (var pause : new Duration[] {Duration.ofMillis(400), Duration.ofSeconds(25)}) {
      readings.hang(true);
      harness.tick(1, plain);
      Text.takeAll(v2);

      harness.pause(pause);
      readings.session(session).vote(5);
      readings.hang(false);
      readings.release();
      harness.settle();
      assertThat(Text.takeAll(plain)).as("a reading from before the pause").isEmpty();
      assertThat(Text.takeAll(v2)).isEmpty();

      assertThat(harness.tick(1, plain)).containsExactly("{\"value\":5.00,\"status\":\"active\"}");
      assertThat(Text.takeAll(v2)).singleElement().asString().contains("\"value\":5.0");
    }
  }

  @Test
  void aReadThatTimedOutDuringThePauseIsRepeatedBeforeItIsBelieved() {
    readings.hang(true);
    harness.tick(1, plain);
    Text.takeAll(v2);

    harness.pause(Duration.ofSeconds(3));
    readings.releaseFailing();
    harness.settle();
    assertThat(Text.takeAll(plain)).isEmpty();

    readings.hang(false);
    assertThat(harness.tick(1, plain)).containsExactly(VALUE);
  }

  @Test
  void aRedisThatStaysSilentAfterThePauseIsToldWithinTheDeadline() {
    readings.hang(true);
    harness.tick(1, plain);

    harness.pause(Duration.ofSeconds(3));

    assertThat(Text.takeAll(plain)).isEmpty();
    assertThat(harness.tick(5, plain)).containsExactly("{\"status\":\"degraded\"}");
  }

  @Test
  void aHealthyClientIsNotEvictedForWhatItCouldNotTakeDuringThePause() {
    TestSubscriber.Probe<Frame> client = harness.run(plain);
    harness.run(v2).request(Long.MAX_VALUE);
    harness.tick(SECOND);

    harness.pause(Duration.ofSeconds(25));
    harness.pause(Duration.ofSeconds(25));
    client.requestNext();
    harness.tick(SECOND);

    assertThat(harness.count()).isEqualTo(new ClientCount(1, 2));
  }

  @Test
  void aClientThatTakesNothingAfterThePauseEitherIsEvicted() {
    harness.run(plain);
    harness.run(v2).request(Long.MAX_VALUE);
    harness.pause(Duration.ofSeconds(25));

    harness.tick(12 * SECOND);

    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
  }
}
