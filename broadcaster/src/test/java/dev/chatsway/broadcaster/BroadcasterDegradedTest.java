package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.BroadcasterHarness.SECOND;
import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.VoteStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told when there is no value to show. */
final class BroadcasterDegradedTest {
  private static final String NO_VALUE = "{\"status\":\"degraded\"}";
  private static final String DEGRADED = "{\"type\":\"status\",\"status\":\"degraded\"}";
  private static final String ACTIVE = "{\"type\":\"status\",\"status\":\"active\"}";

  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final FakeReadings readings = harness.readings;
  private final UUID session =
      new UUID(0, 89); // its first keep-alive is the last of all: 90 ticks on
  private final ClientQueue plain = harness.join(session, DEFAULT);
  private final ClientQueue v2 = harness.join(session, V2);

  @BeforeEach
  void live() {
    harness.tick(1);
    takeAll();
  }

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void withoutAnAnswerIn250MillisecondsEverybodyIsTold() {
    readings.hang(true);
    assertThat(harness.tick(5, plain)).isEmpty();
    assertThat(Text.takeAll(v2)).isEmpty();

    assertThat(harness.tick(1, plain)).containsExactly(NO_VALUE);
    assertThat(Text.takeAll(v2)).containsExactly(DEGRADED);
  }

  @Test
  void itIsSaidAgainEverySecondSoThatSilenceAlwaysMeansALostConnection() {
    readings.hang(true);
    harness.tick(6);
    takeAll();

    for (int second = 0; second < 3; second++) {
      assertThat(harness.tick(SECOND - 1, plain)).isEmpty();
      assertThat(Text.takeAll(v2)).isEmpty();
      assertThat(harness.tick(1, plain)).containsExactly(NO_VALUE);
      assertThat(Text.takeAll(v2)).containsExactly(DEGRADED);
    }
    assertThat(readings.reads()).as("one read out at a time").isEqualTo(2);
  }

  @Test
  void aLateAnswerIsNeverShownAndTheNextTickReadsAgain() {
    readings.session(session).vote(50);
    readings.hang(true);
    harness.tick(6);
    takeAll();

    readings.release();
    harness.settle();
    assertThat(Text.takeAll(plain)).isEmpty();
    assertThat(Text.takeAll(v2)).isEmpty();

    readings.hang(false);
    assertThat(harness.tick(1, plain)).containsExactly("{\"value\":50.00,\"status\":\"active\"}");
    assertThat(Text.takeAll(v2))
        .hasSize(2)
        .startsWith(ACTIVE)
        .last()
        .asString()
        .contains("\"value\":50.0");
  }

  @Test
  void anErrorIsToldAtOnceAndTheFirstGoodReadGoesOutAtOnce() {
    readings.fail(true);
    assertThat(harness.tick(1, plain)).containsExactly(NO_VALUE);
    assertThat(Text.takeAll(v2)).containsExactly(DEGRADED);
    assertThat(harness.tick(2 * SECOND, plain)).containsExactly(NO_VALUE, NO_VALUE);

    readings.fail(false);
    assertThat(harness.tick(1, plain)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(Text.takeAll(v2)).hasSize(2).startsWith(ACTIVE);
  }

  @Test
  void whoConnectsMeanwhileIsToldToo() {
    readings.fail(true);
    harness.tick(1);

    assertThat(Text.takeAll(harness.join(session, DEFAULT))).containsExactly(NO_VALUE);
    assertThat(Text.takeAll(harness.join(session, V2))).hasSize(2).endsWith(DEGRADED);
    UUID other = UUID.randomUUID();
    assertThat(Text.takeAll(harness.join(other, DEFAULT))).containsExactly(NO_VALUE);
    ClientQueue last = harness.join(other, V2);
    assertThat(Text.takeAll(last)).hasSize(2).endsWith(DEGRADED);

    readings.fail(false);
    assertThat(harness.tick(1, last)).hasSize(2).startsWith(ACTIVE);
  }

  @Test
  void aSessionThatRedisLostIsDegradedAlone() {
    UUID other = UUID.randomUUID();
    ClientQueue live = harness.join(other, DEFAULT);
    readings.session(session).status = VoteStatus.NO_SESSION;

    assertThat(harness.tick(1, plain)).containsExactly(NO_VALUE);
    assertThat(Text.takeAll(v2)).containsExactly(DEGRADED);
    assertThat(Text.takeAll(live)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(harness.tick(SECOND, plain)).containsExactly(NO_VALUE);

    readings.session(session).status = VoteStatus.OK;
    harness.tick(1);
    assertThat(Text.takeAll(v2)).hasSize(2).startsWith(ACTIVE);
  }

  @Test
  void aReadingThatCannotBeShownDoesNotDarkenTheOthers() {
    UUID other = UUID.randomUUID();
    ClientQueue live = harness.join(other, DEFAULT);
    readings.session(session).vote(Double.NaN);

    assertThat(harness.tick(SECOND, plain)).containsExactly(NO_VALUE);
    assertThat(Text.takeAll(v2)).containsExactly(DEGRADED);
    assertThat(Text.takeAll(live)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
  }

  @Test
  void aSlowReadWithinTheDeadlineOnlySkipsTicks() {
    readings.hang(true);
    List<String> received = harness.tick(4, plain);
    readings.release();
    harness.settle();
    received.addAll(Text.takeAll(plain));

    assertThat(received).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
    assertThat(Text.takeAll(v2)).isEmpty();
  }

  private void takeAll() {
    Text.takeAll(plain);
    Text.takeAll(v2);
  }
}
