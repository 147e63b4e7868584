package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.RedisHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/**
 * Liveness, readiness and metrics of this instance (docs/interface.md, section 7). An outage of Redis does not make a
 * ready instance unready, because the instance is what informs the overlays.
 */
public final class HealthRoutes {

  private record Health(String status, Redis redis) {}

  private record Redis(boolean up, String detail) {}

  private final RedisHealth redis;
  private final PrometheusMeterRegistry metrics;
  private volatile boolean starting;
  private volatile boolean stopping;

  /** Reports the health of Redis and these meters. */
  public HealthRoutes(RedisHealth redis, PrometheusMeterRegistry metrics) {
    this.redis = redis;
    this.metrics = metrics;
  }

  /** Not ready until {@link #started}. */
  public void starting() {
    starting = true;
  }

  /** Ready as soon as Redis has answered. */
  public void started() {
    starting = false;
  }

  /** Becomes unready. */
  public void stopping() {
    stopping = true;
  }

  /** {@code /health/live}, {@code /health/ready}, {@code /metrics}. */
  public Route routes() {
    return concat(
        path(
            segment("health").slash("live"),
            () -> get(() -> complete(JsonResponses.ok(Map.of("status", "live"))))),
        path(segment("health").slash("ready"), () -> get(() -> complete(ready()))),
        path("metrics", () -> get(() -> complete(scrape()))));
  }

  private HttpResponse ready() {
    RedisHealth.State now = redis.state();
    String status = stopping
        ? "stopping"
        : !now.everUp() ? "waiting for Redis" : starting ? "starting" : "ready";
    boolean ready = status.equals("ready");
    return JsonResponses.json(
        ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
        new Health(status, new Redis(now.up(), words(now))));
  }

  /** Public, so addresses and Redis's messages are only in the log. */
  private static String words(RedisHealth.State now) {
    if (!now.up()) {
      return now.everUp() ? "not answering" : "has not answered yet";
    }
    return now.writable()
        ? "answering"
        : "answering, but takes no votes: its disk or its memory is full";
  }

  private HttpResponse scrape() {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, metrics.scrape()));
  }
}
