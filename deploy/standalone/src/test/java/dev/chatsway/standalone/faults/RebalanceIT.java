package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standalone.operations.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** All overlays are on one instance, as after a rolling restart; the balancer is round robin. */
@Tag("faults")
final class RebalanceIT {

  private static final int CLIENTS = 120;
  private static final int PER_SECOND = 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir
  Path temp;

  private final List<OverlayClient> overlays = new ArrayList<>();
  private int reconnected;

  @Test
  void clientsSpreadOverTheInstanceThatCameLaterAndThenStay() throws Exception {
    Programs.need("haproxy");
    var port = RealServer.freePort();
    var later = RealServer.freePort();
    try (var redis = RedisServer.start();
        var first = start(redis, port, 0);
        var balancer = HaProxy.start(
            temp, port, List.of(URI.create(first.url()).getPort(), later), List.of(later))) {
      var site = Site.at(balancer.url());
      var session = site.create("6601", Site.COUNTING);
      for (var i = 0; i < CLIENTS; i++) {
        overlays.add(site.connectV2(session));
      }
      try (var second = start(redis, port, later)) {
        var there = Site.at(second.url());
        await().atMost(LIMIT).until(() -> {
          follow(site, session);
          return clients(there) >= CLIENTS * 3 / 8; // the other has at most 1.25 times the mean
        });
        var asked = reconnected;
        assertThat(asked).isBetween(CLIENTS * 3 / 8, CLIENTS * 2);

        await().during(Duration.ofSeconds(5)).atMost(LIMIT).until(() -> {
          follow(site, session);
          return reconnected <= asked + PER_SECOND && there(overlays) == CLIENTS;
        });
        assertThat(there.send(Notification.of("6601", "v", "+"))).isEqualTo(204);
        for (var overlay : overlays) {
          overlay.await(0, message -> message.is("value") && message.revision() == 2);
        }
      }
    }
  }

  private ChatswayProcess start(RedisServer redis, int balancer, int port) throws Exception {
    return Running.onRedis(
        temp,
        redis.uri(),
        Map.of(
            "PORT",
            Integer.toString(port),
            "PUBLIC_URL",
            "http://127.0.0.1:" + balancer,
            "JAVA_TOOL_OPTIONS",
            "-Dchatsway.gateway.rebalance.rest=2s -Dchatsway.gateway.rebalance.least-clients=50"
                + " -Dchatsway.gateway.rebalance.clients-per-second=" + PER_SECOND));
  }

  /** Reconnects those that were asked to. */
  private void follow(Site site, JsonNode session) {
    for (var i = 0; i < CLIENTS; i++) {
      var messages = overlays.get(i).messages();
      if (!messages.isEmpty() && messages.get(messages.size() - 1).is("bye")) {
        assertThat(messages.get(messages.size() - 1).json())
            .hasToString("{\"type\":\"bye\",\"reason\":\"rebalance\",\"reconnect\":true}");
        overlays.set(i, site.connectV2(session));
        reconnected++;
      }
    }
  }

  private static int there(List<OverlayClient> overlays) {
    return (int) overlays.stream()
        .filter(each -> each.messages().stream().noneMatch(message -> message.is("bye")))
        .count();
  }

  private static int clients(Site site) throws Exception {
    return (int) Metrics.of(site.url()).sum("chatsway_broadcaster_clients");
  }
}
