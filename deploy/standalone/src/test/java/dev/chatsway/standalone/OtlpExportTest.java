package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OtlpExportTest {

  @Test
  void itIsOffUnlessAnEndpointIsSet() {
    var metrics = new SimpleMeterRegistry();

    assertThat(OtlpExport.beside(metrics, Map.of())).isSameAs(metrics);
    assertThat(OtlpExport.isAskedFor(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")))
        .isFalse();
    assertThat(OtlpExport.isAskedFor(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")))
        .isTrue();
    assertThat(OtlpExport.isAskedFor(
            Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://c:4318/v1/metrics")))
        .isTrue();
  }

  @Test
  void theStandardVariablesThatSwitchItOffDo() {
    var endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    assertThat(OtlpExport.isAskedFor(
            Map.of(endpoint, "http://c:4318", "OTEL_METRICS_EXPORTER", "none")))
        .isFalse();
    assertThat(
            OtlpExport.isAskedFor(Map.of(endpoint, "http://c:4318", "OTEL_SDK_DISABLED", "true")))
        .isFalse();
  }
}
