package dev.chatsway.standalone;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pushes the metrics by OTLP over HTTP, if an endpoint is set. Micrometer reads the endpoint, headers, interval, compression and
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

  private OtlpExport() {}

  /** Returns {@code metrics}, or where the environment asks for it a registry that feeds {@code metrics} and pushes too. */
  static MeterRegistry beside(MeterRegistry metrics, Map<String, String> environment) {
    if (!isAskedFor(environment)) {
      return metrics;
    }
    return new CompositeMeterRegistry(
        Clock.SYSTEM,
        Stream.of(metrics, new OtlpMeterRegistry(new Config(), Clock.SYSTEM)).toList());
  }

  static boolean isAskedFor(Map<String, String> environment) {
    boolean hasEndpoint = Stream.of(
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    return hasEndpoint
        && environment.getOrDefault("OTEL_METRICS_EXPORTER", "otlp").equals("otlp")
        && !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
  }
}
