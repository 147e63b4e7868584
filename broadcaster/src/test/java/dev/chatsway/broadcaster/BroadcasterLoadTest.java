package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.stream.javadsl.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The load that ADR-011 was tested with, 100 sessions with 5 clients each; and ten times as many sessions, shared by four. */
final class BroadcasterLoadTest {
  private static final int SESSIONS = 100;
  private static final int CLIENTS = 5;
  private static final int TICKS = 100;

  @Test
  void everyFrameReachesEveryClient() throws InterruptedException {
    try (BroadcasterHarness harness = new BroadcasterHarness("500", "5")) {
      everyFrameReachesEveryClient(harness, harness.readings, SESSIONS, CLIENTS, TICKS);
    }
  }

  @Test
  void everyFrameReachesEveryClientOfAThousandSessionsThatFourBroadcastersShare()
      throws InterruptedException {
    FakeReadings readings = new FakeReadings();
    try (BroadcasterHarness harness = new BroadcasterHarness(4, "1000", () -> readings)) {
      everyFrameReachesEveryClient(harness, readings, 1_000, 1, 10);
    }
  }

  private static void everyFrameReachesEveryClient(
      BroadcasterHarness harness, FakeReadings readings, int sessions, int clients, int ticks)
      throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    List<CompletionStage<Done>> streams = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      UUID session = UUID.randomUUID();
      String frame = "{\"value\":" + i / 10 + "." + i % 10 + "0,\"status\":\"active\"}";
      readings.session(session).vote(i / 10.0);
      for (int c = 0; c < clients; c++) {
        streams.add(harness
            .join(session, Protocol.DEFAULT)
            .source()
            .runWith(
                Sink.foreach(received -> {
                  assertThat(received.text()).isEqualTo(frame);
                  arrived.release();
                }),
                harness.kit.system()));
      }
    }

    for (int tick = 0; tick < ticks; tick++) {
      harness.tick(1);
      assertThat(arrived.tryAcquire(sessions * clients, 10, TimeUnit.SECONDS))
          .as("all clients got the frame of tick %d", tick)
          .isTrue();
    }
    assertThat(arrived.availablePermits()).as("and nothing else").isZero();
    assertThat(streams).noneMatch(stream -> stream.toCompletableFuture().isDone());
    assertThat(harness.metric("chatsway_broadcaster_frames_total"))
        .isEqualTo(sessions * clients * ticks);
    assertThat(harness.metric("chatsway_broadcaster_frames_dropped_total")).isZero();
    assertThat(harness.metric("chatsway_broadcaster_ticks_skipped_total")).isZero();
  }
}
