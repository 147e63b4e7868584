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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two gateways and two ingests behind one balancer that sends every request to the next: nobody notices. */
@Tag("faults")
final class RoundRobinIT {

  private static final int CLIENTS = 6;
  private static final int VOTES = 40;

  @TempDir
  Path temp;

  @Test
  void anyInstanceServesAnySession() throws Exception {
    Programs.need("haproxy");
    var processes = new ArrayList<ChatswayProcess>();
    try (var redis = RedisServer.start()) {
      var port = RealServer.freePort();
      var ports = new ArrayList<Integer>();
      for (var role : List.of("gateway", "gateway", "ingest", "ingest")) {
        var process = Running.onRedis(
            temp,
            redis.uri(),
            Map.of("CHATSWAY_ROLES", role, "PUBLIC_URL", "http://127.0.0.1:" + port));
        processes.add(process);
        ports.add(URI.create(process.url()).getPort());
      }
      try (var balancer = HaProxy.start(temp, port, ports.subList(0, 2), ports.subList(2, 4))) {
        play(Site.at(balancer.url()));
        for (var gateway : ports.subList(0, 2)) {
          assertThat(metrics(gateway).sum("chatsway_broadcaster_clients")).isEqualTo(CLIENTS / 2);
        }
        for (var ingest : ports.subList(2, 4)) {
          assertThat(metrics(ingest).sum("chatsway_votes_total")).isGreaterThan(VOTES / 4);
        }
      }
    } finally {
      processes.forEach(ChatswayProcess::close);
    }
  }

  private static void play(Site site) throws Exception {
    var session = site.create("6501", Site.COUNTING);
    var path = "/" + session.required("id").asString();
    var overlays = new ArrayList<OverlayClient>();
    for (var i = 0; i < CLIENTS; i++) {
      overlays.add(site.connectV2(session));
    }
    for (var i = 0; i < VOTES; i++) {
      assertThat(site.send(Notification.of("6501", "v" + i, i % 4 == 0 ? "-" : "+")))
          .isEqualTo(204);
    }
    for (var overlay : overlays) {
      overlay.await(0, message -> message.is("value") && message.revision() == 1 + VOTES);
    }
    assertThat(site.shown(session).required("for").asInt()).isEqualTo(VOTES * 3 / 4);

    assertThat(site.api("PATCH", path, "{\"settings\":{\"forLabel\":\"Jump\"}}").statusCode())
        .isEqualTo(200);
    for (var i = 0; i < 4; i++) {
      assertThat(site.api("GET", path, "").body()).contains("\"forLabel\":\"Jump\"");
    }
    for (var overlay : overlays) {
      overlay.await(
          0, message -> message.is("settings") && message.json().toString().contains("Jump"));
    }
    awaitClients(site, path);
    var link = session.required("voteUrl").asString();
    assertThat(link).startsWith(site.url());
    assertThat(
            site.get(link.substring(site.url().length()) + "?voter=w&text=yes").statusCode())
        .isEqualTo(200);
    await().until(() -> site.shown(session).required("for").asInt() == 1 + VOTES * 3 / 4);

    assertThat(site.api("POST", path + "/overlay-id", "").statusCode()).isEqualTo(200);
    for (var overlay : overlays) {
      assertThat(overlay.closeCode()).isEqualTo(1000);
      assertThat(overlay.last().json().required("reason").asString()).isEqualTo("rotated");
    }
    var fresh = JsonMapper.shared().readTree(site.api("GET", path, "").body());
    for (var i = 0; i < CLIENTS; i++) {
      site.connectV2(fresh).await(0, message -> message.is("hello"));
    }
    awaitClients(site, path);
  }

  /** Until the instances together know of all. */
  private static void awaitClients(Site site, String path) {
    await()
        .until(() -> JsonMapper.shared()
                .readTree(site.api("GET", path + "/clients", "").body())
                .required("clients")
                .asInt()
            == CLIENTS);
  }

  private static Metrics metrics(int port) throws Exception {
    return Metrics.of("http://127.0.0.1:" + port);
  }
}
