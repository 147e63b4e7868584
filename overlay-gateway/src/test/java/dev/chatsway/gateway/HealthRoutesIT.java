package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.ConnectionLimits;
import dev.chatsway.http.HttpServer;
import dev.chatsway.http.RawSocket;
import dev.chatsway.http.RequestFilter;
import dev.chatsway.http.RequestFilterSettings;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.session.Side;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HealthRoutesIT {

  @Test
  void anInstanceIsReadyOnceRedisHasAnsweredAndUntilItStops() {
    try (var gateway = TestGateway.start()) {
      assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
      JsonNode ready = json(gateway.get("/health/ready"));
      assertThat(text(ready, "status")).isEqualTo("ready");
      assertThat(ready.at("/redis/up").booleanValue()).isTrue();

      gateway.health.stopping();

      var response = gateway.get("/health/ready");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(text(json(response), "status")).isEqualTo("stopping");
      assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anInstanceWhoseRedisNeverAnsweredLivesAndIsNotReady() {
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var actors = ActorTestKit.create("health-test");
    var second = Duration.ofSeconds(1);
    var limits = new ConnectionLimits(10, 8_192, 10, 1 << 20, second, second, second, 1_024);
    var routes = new HealthRoutes(new RedisHealth(metrics), metrics).routes();
    var guard = new RequestFilter(RequestFilterSettings.from(ConfigFactory.load()), "", metrics);
    var bound = new HttpServer(actors.system(), limits, guard, routes)
        .bind("127.0.0.1", 0)
        .toCompletableFuture()
        .join();
    try (var socket = RawSocket.connect(bound.address().getPort())) {
      assertThat(socket.request("GET", "/health/live").response().status()).isEqualTo(200);

      var ready = socket.request("GET", "/health/ready").response();

      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.body()).contains("\"status\":\"waiting for Redis\"", "has not answered yet");
    } finally {
      actors.shutdownTestKit();
    }
  }

  @Test
  void whoAsksLearnsHowRedisIsButNeitherItsAddressNorWhatItSaid() {
    try (var gateway = TestGateway.start()) {
      gateway.redis.client().configSet("maxmemory", "1");
      gateway.send("POST", "/api/v1/sessions", "");
      assertThat(redis(gateway))
          .isEqualTo(
              "{\"up\":true,\"detail\":\"answering, but takes no votes: its disk or its memory is full\"}");

      gateway.redis.kill();
      gateway.send("GET", "/api/v1/sessions", "");
      assertThat(redis(gateway)).isEqualTo("{\"up\":false,\"detail\":\"not answering\"}");
    }
  }

  private static String redis(TestGateway gateway) {
    return json(gateway.get("/health/ready")).get("redis").toString();
  }

  @Test
  void theMetricsHaveTheirNamesAndNoIdInAnyLabel() {
    try (var gateway = TestGateway.start()) {
      JsonNode session = gateway.create();
      try (var overlay = gateway.overlay(text(session, "overlayId"))) {
        overlay.next();
        gateway.vote(session, Side.FOR);

        var response = gateway.get("/metrics");

        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("text/plain");
        assertThat(response.body())
            .contains(
                "chatsway_redis_up 1.0",
                "chatsway_broadcaster_sessions 1.0",
                "chatsway_broadcaster_clients 1.0",
                "chatsway_broadcaster_tick_seconds_bucket{le=",
                "chatsway_broadcaster_ticks_skipped_total ",
                "chatsway_broadcaster_frames_total ",
                "chatsway_broadcaster_frames_dropped_total ",
                "chatsway_broadcaster_clients_evicted_total{reason=\"stalled\"} 0.0",
                "chatsway_redis_call_seconds_bucket{call=\"apply_vote\",le=");
        assertThat(response.body())
            .doesNotContain(
                text(session, "id"),
                text(session, "overlayId"),
                text(session, "voteToken"),
                "127.0.0.1");
      }
    }
  }
}
