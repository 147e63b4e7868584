package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class SessionSubscribersTest {
  private static final Ticks TICKS = new Ticks(20, 5, 90, 200);

  private final OverlayMessages messages =
      new OverlayMessages(Text::new, Duration.ofMillis(50), "test");
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final BroadcasterMetrics metrics =
      new BroadcasterMetrics(registry, new ClientLimit(1_000, 1_000, registry), Tracing.OFF);

  /** A client that came at a tick, and when it was last shown a value. */
  private static final class Watcher {
    final ClientQueue queue = ClientQueue.create(closed -> {});
    long shownAt;

    Watcher(long tick) {
      shownAt = tick;
    }
  }

  @Property(tries = 200)
  void inAnyHundredTicksEachV2ClientIsShownAValue(@ForAll long seed) {
    Random random = new Random(seed);
    FakeReadings.Session data = new FakeReadings.Session();
    SessionSubscribers session = session(new UUID(random.nextLong(), random.nextLong()), data);
    List<Watcher> watchers = new ArrayList<>();
    long skippedUntil = 0;

    for (long tick = 1; tick < 1000; tick++) {
      if (watchers.size() < 5 && random.nextInt(40) == 0) {
        Watcher watcher = new Watcher(tick);
        session.add(watcher.queue, Protocol.V2, data.details, 0);
        watchers.add(watcher);
      }
      if (random.nextInt(60) == 0) {
        data.vote(random.nextDouble() * 200 - 100);
      }
      if (tick > skippedUntil && random.nextInt(20) == 0) { // a read never skips more than 4 ticks
        skippedUntil = tick + random.nextInt(5);
      }
      if (tick >= skippedUntil) {
        session.broadcast(FakeReadings.state(data), tick);
      }
      for (Watcher watcher : watchers) {
        if (Text.takeAll(watcher.queue).stream()
            .anyMatch(text -> text.contains("\"type\":\"value\""))) {
          watcher.shownAt = tick;
        }
        assertThat(tick - watcher.shownAt).isLessThan(100);
      }
    }
  }

  @Example
  void keepAlivesOfSessionsThatStartedTogetherAreSpread() {
    Random random = new Random(1);
    FakeReadings.Session data = new FakeReadings.Session();
    List<SessionSubscribers> sessions = new ArrayList<>();
    List<ClientQueue> queues = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      SessionSubscribers session = session(new UUID(random.nextLong(), random.nextLong()), data);
      ClientQueue queue = ClientQueue.create(closed -> {});
      session.add(queue, Protocol.V2, data.details, 0);
      session.broadcast(FakeReadings.state(data), 1);
      Text.takeAll(queue);
      sessions.add(session);
      queues.add(queue);
    }

    int all = 0;
    for (long tick = 2; tick <= 91; tick++) {
      int sent = 0;
      for (int i = 0; i < sessions.size(); i++) {
        sessions.get(i).broadcast(FakeReadings.state(data), tick);
        sent += Text.takeAll(queues.get(i)).size();
      }
      assertThat(sent).isBetween(1, 30);
      all += sent;
    }
    assertThat(all).isEqualTo(900);
  }

  private SessionSubscribers session(UUID id, FakeReadings.Session data) {
    return new SessionSubscribers(id, null, data.details, messages, TICKS, metrics);
  }
}
