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

/** The load that ADR-011 was tested with: 100 sessions with 5 clients each. */
final class BroadcasterLoadTest {
  private static final int SESSIONS = 100;
  private static final int CLIENTS = 5;
  private static final int TICKS = 100;

  @Test
  void everyFrameReachesEveryClient() throws InterruptedException {
    try (Studio studio = new Studio("500", "5")) {
      Semaphore arrived = new Semaphore(0);
      List<CompletionStage<Done>> streams = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        UUID session = UUID.randomUUID();
        String frame = "{\"value\":" + i + ".00,\"status\":\"active\"}";
        studio.readings.session(session).vote(i);
        for (int c = 0; c < CLIENTS; c++) {
          streams.add(studio
              .join(session, Protocol.DEFAULT)
              .source()
              .runWith(
                  Sink.foreach(received -> {
                    assertThat(received.text()).isEqualTo(frame);
                    arrived.release();
                  }),
                  studio.kit.system()));
        }
      }

      for (int tick = 0; tick < TICKS; tick++) {
        studio.tick(1);
        assertThat(arrived.tryAcquire(SESSIONS * CLIENTS, 10, TimeUnit.SECONDS))
            .as("all clients got the frame of tick %d", tick)
            .isTrue();
      }
      assertThat(arrived.availablePermits()).as("and nothing else").isZero();
      assertThat(streams).noneMatch(stream -> stream.toCompletableFuture().isDone());
      assertThat(studio.metric("chatsway_broadcaster_frames_total"))
          .isEqualTo(SESSIONS * CLIENTS * TICKS);
      assertThat(studio.metric("chatsway_broadcaster_frames_dropped_total")).isZero();
      assertThat(studio.metric("chatsway_broadcaster_ticks_skipped_total")).isZero();
    }
  }
}
