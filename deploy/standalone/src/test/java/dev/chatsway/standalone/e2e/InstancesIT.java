package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The list of instances, over HTTP and as {@code ./chatsway status} prints it. */
final class InstancesIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir
  Path temp;

  @Test
  void everyInstanceIsListedUntilItStopsOrDies() throws Exception {
    try (var redis = RedisServer.start();
        var gateway = Running.onRedis(temp, redis.uri(), Map.of("CHATSWAY_ROLES", "gateway"));
        var ingest = Running.onRedis(temp, redis.uri(), Map.of("CHATSWAY_ROLES", "ingest"));
        var killed = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(gateway.url());
      int ingestPort = URI.create(ingest.url()).getPort();
      killed.url();
      var api = new SessionApi(site.url(), site.adminToken());
      await().atMost(LIMIT).until(() -> api.instances().size() == 3);

      var session = site.create("3001", "{}");
      try (var one = site.connectV2(session);
          var other = site.connectV2(session)) {
        await().atMost(LIMIT).until(() -> at(api, site).path("clients").asInt() == 2);
        var listed = at(api, site);
        assertThat(listed.path("sessions").asInt()).isEqualTo(1);
        assertThat(listed.path("roles").toString()).isEqualTo("[\"gateway\"]");
        assertThat(Instant.parse(listed.path("since").asString())).isBeforeOrEqualTo(Instant.now());

        try (var command = ChatswayProcess.start(
            temp,
            Map.of("CHATSWAY_ADMIN_TOKEN", site.adminToken()),
            "status",
            "--server",
            site.url())) {
          assertThat(command.lines())
              .hasSize(4)
              .anyMatch(line -> line.matches("INSTANCE +VERSION +ROLES +CLIENTS +SESSIONS +SINCE"))
              .anyMatch(line -> line.matches(".*:" + ingestPort + " +\\S+ +ingest +0 +0 +20\\S+Z"))
              .anyMatch(line -> line.matches(".* gateway +2 +1 +20\\S+Z"))
              .anyMatch(line -> line.matches(".* gateway,ingest,chat +0 +0 +20\\S+Z"));
          assertThat(command.exitStatus()).isZero();
        }
        one.messages();
        other.messages();
      }
      killed.process().destroyForcibly();
      await().atMost(Duration.ofSeconds(7)).until(() -> api.instances().size() == 2);
      ingest.process().destroy();
      assertThat(ingest.exitStatus()).isIn(0, 143);
      assertThat(api.instances()).hasSize(1);
      assertThat(site.get("/api/v1/instances").statusCode()).isEqualTo(401);
    }
  }

  private static JsonNode at(SessionApi api, Site site) throws ApiException, InterruptedException {
    var port = ":" + URI.create(site.url()).getPort();
    return api.instances()
        .valueStream()
        .filter(each -> each.path("name").asString().endsWith(port))
        .findFirst()
        .orElseThrow();
  }
}
