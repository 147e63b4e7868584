package dev.chatsway.broadcaster;

import static dev.chatsway.broadcaster.BroadcasterHarness.SECOND;
import static dev.chatsway.broadcaster.Protocol.DEFAULT;
import static dev.chatsway.broadcaster.Protocol.V2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Rebalance;
import dev.chatsway.session.LiveRound.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are asked to reconnect, because other instances have fewer. */
final class BroadcasterRebalanceTest {
  private static final String BYE =
      "{\"type\":\"bye\",\"reason\":\"rebalance\",\"reconnect\":true}";

  private final BroadcasterHarness harness = new BroadcasterHarness();
  private final FakeReadings readings = harness.readings;

  @AfterEach
  void stop() {
    harness.close();
  }

  @Test
  void aShareIsAskedAFewASecondAndNoMore() {
    List<ClientQueue> clients = join(20, V2);
    harness.tick(5 * SECOND);
    assertThat(asked(clients)).isZero();

    rebalance(0.5, 3);

    assertThat(IntStream.range(0, 6)
            .map(second -> {
              harness.tick(SECOND);
              return asked(clients);
            })
            .boxed())
        .containsExactly(3, 6, 9, 10, 10, 10);
    assertThat(harness.count()).isEqualTo(new ClientCount(10, 10));
    assertThat(harness.metric("chatsway_broadcaster_clients_rebalanced_total")).isEqualTo(10);
  }

  @Test
  void aBusySessionIsLeftAloneUntilNobodyHasVotedForThreeSeconds() {
    UUID session = UUID.randomUUID();
    ClientQueue client = harness.join(session, V2);
    harness.tick(5 * SECOND);
    readings.session(session).vote(10);
    harness.tick(1);

    rebalance(1, 100);
    harness.tick(2 * SECOND, client);
    assertThat(Text.takeAll(client)).isEmpty();

    assertThat(harness.tick(2 * SECOND, client)).containsExactly(BYE);
  }

  @Test
  void noOneLeavesDuringARoundOrWhileValuesCannotBeRead() {
    UUID inRound = UUID.randomUUID();
    ClientQueue client = harness.join(inRound, V2);
    readings.session(inRound).roundPhase = Phase.OPEN;
    harness.tick(5 * SECOND);
    rebalance(1, 100);
    harness.tick(2 * SECOND);
    assertThat(Text.takeAll(client)).doesNotContain(BYE);

    readings.session(inRound).roundPhase = Phase.NONE;
    harness.tick(1);
    readings.fail(true);
    harness.tick(5 * SECOND);
    assertThat(Text.takeAll(client)).doesNotContain(BYE);
  }

  @Test
  void clientsOfTheDefaultProtocolAndThoseThatCameMeanwhileStay() {
    List<ClientQueue> plain = join(3, DEFAULT);
    List<ClientQueue> v2 = join(3, V2);
    harness.tick(4 * SECOND);
    rebalance(1, 1);
    List<ClientQueue> later = join(3, V2);

    harness.tick(6 * SECOND);

    assertThat(asked(v2)).isEqualTo(3);
    assertThat(asked(later)).isZero();
    assertThat(plain)
        .allSatisfy(each ->
            assertThat(Text.takeAll(each)).isNotEmpty().allMatch(text -> text.contains("active")));
    assertThat(harness.count().clients()).isEqualTo(6);
  }

  @Test
  void theNextRebalanceTakesThePlaceOfTheOneBefore() {
    List<ClientQueue> clients = join(10, V2);
    harness.tick(4 * SECOND);
    rebalance(1, 2);
    harness.tick(SECOND);
    rebalance(0, 2);

    harness.tick(5 * SECOND);

    assertThat(asked(clients)).isEqualTo(2);
  }

  private void rebalance(double share, int clientsPerSecond) {
    harness.broadcaster.tell(new Rebalance(share, clientsPerSecond));
  }

  private List<ClientQueue> join(int count, Protocol protocol) {
    List<ClientQueue> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(harness.join(UUID.randomUUID(), protocol));
    }
    return clients;
  }

  private final List<ClientQueue> left = new ArrayList<>();

  /** How many of them have been asked so far. */
  private int asked(List<ClientQueue> clients) {
    clients.stream().filter(client -> Text.takeAll(client).contains(BYE)).forEach(left::add);
    return (int) clients.stream().filter(left::contains).count();
  }
}
