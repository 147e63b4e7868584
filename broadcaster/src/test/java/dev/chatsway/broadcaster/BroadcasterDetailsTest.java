package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.session.VoteStatus;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients are told when a session's settings, its overlay id or its existence change. */
final class BroadcasterDetailsTest {
  private static final String DARK = "{\"theme\":\"dark\"}";
  private static final String LIGHT = "{\"theme\":\"light\"}";

  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final FakeReadings readings = harness.readings;
  private final UUID session = UUID.randomUUID();
  private final UUID overlay = readings.session(session).details.overlayId();

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void changedSettingsReachV2ClientsWithinATick() {
    ClientQueue plain = harness.join(session, DEFAULT);
    ClientQueue v2 = harness.join(session, V2);
    harness.tick(1, v2);
    assertThat(readings.detailsReads()).isZero();

    readings.session(session).change(new SessionDetails(overlay, 2, LIGHT));

    assertThat(harness.tick(1, v2))
        .hasSize(2)
        .first()
        .isEqualTo("{\"type\":\"settings\",\"settings\":" + LIGHT + "}");
    harness.tick(5, v2);
    assertThat(readings.detailsReads()).isEqualTo(1);
    assertThat(Text.takeAll(plain)).containsExactly("{\"value\":0.00,\"status\":\"active\"}");
  }

  @Test
  void aRevisionWithoutANewPublicSettingIsOnlyAMovedCurve() {
    ClientQueue v2 = harness.join(session, V2);
    harness.tick(1, v2);
    readings.session(session).change(new SessionDetails(overlay, 2, DARK));

    assertThat(harness.tick(1, v2)).singleElement().asString().contains("\"type\":\"value\"");
  }

  @Test
  void detailsThatCannotBeReadAreAskedForAgain() {
    ClientQueue v2 = harness.join(session, V2);
    harness.tick(1, v2);
    readings.failDetails(true);
    readings.session(session).change(new SessionDetails(overlay, 2, LIGHT));
    assertThat(harness.tick(3, v2)).hasSize(1);
    assertThat(readings.detailsReads()).isEqualTo(3);

    readings.failDetails(false);
    assertThat(harness.tick(1, v2))
        .containsExactly("{\"type\":\"settings\",\"settings\":" + LIGHT + "}");
  }

  @Test
  void clientsOfARotatedOverlayIdAreSentAway() {
    ClientQueue plain = harness.join(session, DEFAULT);
    ClientQueue v2 = harness.join(session, V2);
    harness.tick(1, v2);
    Text.takeAll(plain);
    SessionDetails rotated = new SessionDetails(UUID.randomUUID(), 2, DARK);
    readings.session(session).change(rotated);
    ClientQueue current = harness.join(session, V2, rotated);

    harness.tick(1);

    assertThat(Text.takeAll(v2))
        .last()
        .isEqualTo("{\"type\":\"bye\",\"reason\":\"rotated\",\"reconnect\":false}");
    assertThat(Text.takeAll(plain))
        .last()
        .isEqualTo("{\"status\":\"closed\",\"reason\":\"rotated\",\"reconnect\":false}");
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
    assertThat(Text.takeAll(current)).hasSize(2).noneMatch(text -> text.contains("bye"));
  }

  @Test
  void whoComesWithAnOldOverlayIdIsSentAwayAtTheNextTick() {
    SessionDetails old = readings.session(session).details;
    readings.session(session).change(new SessionDetails(UUID.randomUUID(), 2, DARK));
    harness.join(session, V2);
    harness.tick(1);
    ClientQueue late = harness.join(session, V2, old);

    assertThat(harness.tick(1, late)).last().asString().contains("rotated");
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
  }

  @Test
  void aNewcomerWhoKnowsMoreThanAReplicaMakesEverybodyAskAgain() {
    ClientQueue before = harness.join(session, V2);
    harness.tick(1, before);
    SessionDetails newest = new SessionDetails(overlay, 2, LIGHT);

    ClientQueue newcomer = harness.join(session, V2, newest);
    assertThat(Text.takeAll(newcomer)).singleElement().asString().contains(LIGHT);
    harness.tick(1, before);
    assertThat(Text.takeAll(newcomer)).as("older details are not news to it").hasSize(1);

    readings.session(session).change(newest);
    assertThat(harness.tick(1, before))
        .anyMatch(text -> text.contains("\"settings\"") && text.contains(LIGHT));
  }

  @Test
  void olderDetailsNeitherSendAwayNorRestyleWhoKnowsNewerOnes() {
    ClientQueue before = harness.join(session, V2);
    harness.tick(1, before);
    SessionDetails newest = new SessionDetails(UUID.randomUUID(), 3, "{\"theme\":\"line\"}");
    ClientQueue newcomer = harness.join(session, V2, newest);
    readings
        .session(session)
        .change(new SessionDetails(overlay, 2, LIGHT)); // a replica lags behind

    assertThat(harness.tick(1, before))
        .anyMatch(text -> text.contains("\"settings\""))
        .noneMatch(text -> text.contains("bye"));
    assertThat(Text.takeAll(newcomer))
        .hasSize(2)
        .noneMatch(text -> text.contains(LIGHT) || text.contains("bye"));

    readings.session(session).change(newest);
    assertThat(harness.tick(1, before)).last().asString().contains("rotated");
    assertThat(Text.takeAll(newcomer)).noneMatch(text -> text.contains("bye"));
  }

  @Test
  void aNewcomerWithOldSettingsIsGreetedWithTheKnownOnes() {
    SessionDetails old = readings.session(session).details;
    readings.session(session).change(new SessionDetails(overlay, 2, LIGHT));
    harness.join(session, V2);

    assertThat(Text.takeAll(harness.join(session, V2, old)))
        .singleElement()
        .asString()
        .contains(LIGHT);
  }

  @Test
  void clientsOfADeletedSessionAreSentAway() {
    ClientQueue plain = harness.join(session, DEFAULT);
    ClientQueue v2 = harness.join(session, V2);
    ClientQueue other = harness.join(UUID.randomUUID(), DEFAULT);
    readings.session(session).status = VoteStatus.DELETED;

    harness.tick(1);

    assertThat(Text.takeAll(plain))
        .containsExactly("{\"status\":\"closed\",\"reason\":\"deleted\",\"reconnect\":false}");
    assertThat(Text.takeAll(v2))
        .hasSize(2)
        .last()
        .isEqualTo("{\"type\":\"bye\",\"reason\":\"deleted\",\"reconnect\":false}");
    assertThat(harness.count()).isEqualTo(new ClientCount(1, 1));
    Text.takeAll(other);
    assertThat(harness.tick(1, other)).hasSize(1);
  }
}
