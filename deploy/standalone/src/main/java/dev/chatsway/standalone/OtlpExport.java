package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.vote.TracedVotes;
import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pushes metrics and traces by OTLP over HTTP, if an endpoint is set. For the metrics, Micrometer reads the endpoint, headers, interval, compression and
 * resource attributes from the standard variables: <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry Protocol Exporter</a>.
 */
final class OtlpExport {

  private static final class Config implements OtlpConfig {

    @Override
    public @Nullable String get(String key) {
      return null; // all of it comes from the environment
    }

    @Override
    public Map<String, String> resourceAttributes() {
      var attributes = new HashMap<>(OtlpConfig.super.resourceAttributes());
      attributes.putIfAbsent("service.name", "chatsway");
      attributes.putIfAbsent("service.version", Version.version());
      return attributes;
    }
  }

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private OtlpExport() {}

  /** Returns {@code metrics}, or where the environment asks for it a registry that feeds {@code metrics} and pushes too. */
  static MeterRegistry beside(MeterRegistry metrics, Map<String, String> environment) {
    if (!isAskedFor(environment, "METRICS")) {
      return metrics;
    }
    return new CompositeMeterRegistry(
        Clock.SYSTEM,
        Stream.of(metrics, new OtlpMeterRegistry(new Config(), Clock.SYSTEM)).toList());
  }

  /** Traces, where the environment asks for them. */
  static Tracing traces(RedisCommands calls, ActorSystem<?> system, Map<String, String> environment)
      throws StartFailure {
    if (!isAskedFor(environment, "TRACES")) {
      return Tracing.OFF;
    }
    try {
      var tracing = new OtlpTracing(new TracedVotes(calls), system.executionContext());
      system
          .scheduler()
          .scheduleWithFixedDelay(
              LOOK_INTERVAL, LOOK_INTERVAL, tracing::lookForShown, system.executionContext());
      return tracing;
    } catch (RuntimeException e) {
      throw new StartFailure("OTEL_…: " + e.getMessage(), e);
    }
  }

  /** {@code signal} as in the variables: METRICS or TRACES. */
  static boolean isAskedFor(Map<String, String> environment, String signal) {
    boolean hasEndpoint = Stream.of(
            "OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    return hasEndpoint
        && environment.getOrDefault("OTEL_" + signal + "_EXPORTER", "otlp").equals("otlp")
        && !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
  }
}
