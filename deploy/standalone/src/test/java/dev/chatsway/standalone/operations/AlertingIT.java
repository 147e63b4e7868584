package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of an alert: from an instance through a real Prometheus and a real Alertmanager to whoever is on call. */
final class AlertingIT {

  private static final Path FOLDER = Programs.ROOT.resolve("deploy/observability");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir
  Path temp;

  @Test
  void theExampleRoutesBySeverity() throws Exception {
    Programs.need("amtool");
    var example = FOLDER.resolve("alertmanager.yml").toString();

    assertThat(Programs.run(Map.of(), "amtool", "check-config", example)).contains("SUCCESS");
    for (var severity : List.of("page", "ticket")) {
      assertThat(Programs.run(
                  Map.of(),
                  "amtool",
                  "config",
                  "routes",
                  "test",
                  "--config.file=" + example,
                  "severity=" + severity)
              .strip())
          .endsWith("\n" + severity);
    }
  }

  @Test
  void aRedisThatDeletesKeysPagesWithALinkToTheRunbook() throws Exception {
    Programs.need("prometheus", "prometheus-alertmanager");
    var received = new ConcurrentLinkedQueue<String>();
    var receiver = receiver(received);
    int alertmanagerPort = RealServer.freePort();
    try (var redis = RedisServer.start();
        var chatsway = Running.onRedis(temp, redis.uri())) {
      var target = URI.create(chatsway.url()).getAuthority();
      var alertmanager =
          startAlertmanager(alertmanagerPort, receiver.getAddress().getPort());
      var prometheus = startPrometheus(target, alertmanagerPort);
      try {
        evictUntil(redis, received);

        assertThat(received.peek())
            .startsWith("/page {")
            .contains("\"alertname\":\"ChatswayRedisEvicts\"", "\"status\":\"firing\"")
            .contains("\"instance\":\"" + target + "\"")
            .contains("\"runbook_url\":\"docs/operations.md#chatswayredisevicts\"");
      } finally {
        prometheus.destroy();
        alertmanager.destroy();
        prometheus.onExit().join();
        alertmanager.onExit().join();
      }
      assertThat(chatsway.errors()).anyMatch(line -> line.contains("Redis evicted "));
    } finally {
      receiver.stop(0);
    }
  }

  /** Some keys more each time: the instance has to see the counter grow, and so does Prometheus. */
  private static void evictUntil(RedisServer redis, Queue<String> received) {
    var client = redis.client();
    client.configSet("maxmemory-policy", "allkeys-random");
    await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
      for (int i = 0; i < 10; i++) {
        client.set("filler" + i, "x".repeat(10_000));
      }
      client.configSet("maxmemory", "1");
      client.configSet("maxmemory", "0");
      return !received.isEmpty();
    });
  }

  private Process startAlertmanager(int port, int receiverPort) throws IOException {
    var config = Files.readString(FOLDER.resolve("alertmanager.yml"))
        .replace("127.0.0.1:9095", "127.0.0.1:" + receiverPort);
    var file = Files.writeString(temp.resolve("alertmanager.yml"), config);
    return Programs.start(
        temp.resolve("alertmanager.log"),
        Map.of(),
        "prometheus-alertmanager",
        "--config.file=" + file,
        "--storage.path=" + temp.resolve("alertmanager"),
        "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:" + port);
  }

  /** The example, in more of a hurry. */
  private Process startPrometheus(String target, int alertmanagerPort) throws IOException {
    Files.copy(FOLDER.resolve("alerts.yml"), temp.resolve("alerts.yml"));
    Files.writeString(temp.resolve("targets.json"), targets(target));
    Files.writeString(temp.resolve("alertmanagers.json"), targets("127.0.0.1:" + alertmanagerPort));
    var config = Files.readString(FOLDER.resolve("prometheus.yml"))
        .replaceAll("_interval: \\d+s", "_interval: 1s");
    var file = Files.writeString(temp.resolve("prometheus.yml"), config);
    return Programs.start(
        temp.resolve("prometheus.log"),
        Map.of(),
        "prometheus",
        "--config.file=" + file,
        "--storage.tsdb.path=" + temp.resolve("prometheus"),
        "--web.listen-address=127.0.0.1:" + RealServer.freePort());
  }

  private static String targets(String address) {
    return "[{\"targets\": [\"" + address + "\"]}]";
  }

  /** Keeps the path and the body of each notification. */
  private static HttpServer receiver(Queue<String> received) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(exchange.getRequestURI().getPath() + " " + body);
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    return server;
  }
}
