package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.gateway.Message;
import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.standalone.e2e.Site;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Two clients of one session, one of each protocol, and when they learn of what went wrong. */
record Watchers(OverlayClient plain, OverlayClient page) implements AutoCloseable {

  /** How soon clients are told. */
  static final Duration TOLD = Duration.ofSeconds(1);

  /** How soon after Redis's return they see values again. */
  static final Duration BACK = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Watchers of(Site site, JsonNode session) {
    return new Watchers(site.connect(session), site.connectV2(session));
  }

  /** Waits until both were told that there is no value to show; returns how long after {@code since} that was. */
  Duration told(long since) throws InterruptedException {
    var one = plain.await(since, message -> message.status().equals("degraded"), PATIENCE);
    var other = page.await(since, message -> message.status().equals("degraded"), PATIENCE);
    return Duration.ofNanos(Math.max(one.at(), other.at()) - since);
  }

  /** Waits until both see values again, from {@code since} on; returns how long after {@code back} that was. */
  Duration live(long since, long back) throws InterruptedException {
    var one = plain.await(since, Message::hasValue, PATIENCE);
    var active = page.await(since, message -> message.status().equals("active"), PATIENCE);
    var other = page.await(active.at(), message -> message.is("value"), PATIENCE);
    return Duration.ofNanos(Math.max(0, Math.max(one.at(), other.at()) - back));
  }

  /** What the session shows is what its tally says: with no decay, steps of 0.1 up to 100. */
  static long counted(Site site, JsonNode session) throws Exception {
    var shown = site.shown(session);
    var votes = shown.required("for").asLong();
    assertThat(shown.required("value").asDouble())
        .isCloseTo(Math.min(100, votes * 0.1), within(1e-6));
    return votes;
  }

  @Override
  public void close() {
    plain.close();
    page.close();
  }
}
