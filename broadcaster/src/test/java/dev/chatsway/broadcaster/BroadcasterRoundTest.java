package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.LiveRound.Phase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds end by time alone: no write tells the Broadcaster. */
final class BroadcasterRoundTest {

  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final UUID id = UUID.randomUUID();
  private final FakeReadings.Session session = harness.readings.session(id);

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void aRoundIsToldWithTheValueWheneverItHasComeFurther() {
    ClientQueue v2 = harness.join(id, V2);
    assertThat(harness.tick(1, v2)).last().asString().doesNotContain("round");

    session.roundPhase = Phase.OPEN;
    assertThat(harness.tick(3, v2))
        .singleElement()
        .asString()
        .contains(",\"round\":{\"number\":1,\"status\":\"open\"");
    session.roundPhase = Phase.FROZEN;
    assertThat(harness.tick(3, v2))
        .singleElement()
        .asString()
        .contains(",\"round\":{\"number\":1,\"status\":\"ended\"");
    session.roundPhase = Phase.NONE;
    assertThat(harness.tick(3, v2)).singleElement().asString().doesNotContain("round");
  }

  @Test
  void theStoreIsToldAtOnceThatARoundIsDueAndOnceASecondUntilItHasSettledIt() {
    ClientQueue v2 = harness.join(id, V2);
    session.roundPhase = Phase.FROZEN;
    harness.tick(40, v2);
    assertThat(session.settled).isZero();

    session.isRoundDue = true;
    harness.tick(1, v2);
    assertThat(session.settled).isEqualTo(1);
    harness.tick(20, v2);
    assertThat(session.settled).isEqualTo(2);
    session.isRoundDue = false;
    harness.tick(40, v2);
    assertThat(session.settled).isEqualTo(2);

    session.isRoundDue = true;
    harness.tick(1, v2);
    assertThat(session.settled).isEqualTo(3);
  }
}
