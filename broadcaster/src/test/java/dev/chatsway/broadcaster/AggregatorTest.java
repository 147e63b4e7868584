package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AggregatorTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<List<String>> all = kit.createTestProbe();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void itHandsOverAllRepliesTogetherAndStops() {
    ActorRef<String> aggregator = aggregator(Duration.ofSeconds(10));
    aggregator.tell("one");
    all.expectNoMessage(Duration.ofMillis(50));
    aggregator.tell("two");

    assertThat(all.receiveMessage()).containsExactly("one", "two");
    all.expectTerminated(aggregator);
  }

  @Test
  void itStopsWithoutThemWhenOneStaysOut() {
    ActorRef<String> aggregator = aggregator(Duration.ofMillis(100));
    aggregator.tell("one");

    all.expectTerminated(aggregator);
    all.expectNoMessage(Duration.ofMillis(1));
  }

  private ActorRef<String> aggregator(Duration limit) {
    return kit.spawn(Aggregator.create(String.class, 2, limit, all.ref()::tell));
  }
}
