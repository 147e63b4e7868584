package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtlpExportTest {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void theMetricsStayAsTheyAreUnlessAnEndpointIsSet() {
    var metrics = new SimpleMeterRegistry();

    assertThat(OtlpExport.beside(metrics, Map.of())).isSameAs(metrics);
  }

  @ParameterizedTest
  @ValueSource(strings = {"METRICS", "TRACES"})
  void aSignalIsOffUnlessAnEndpointIsSet(String signal) {
    var own = "OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT";

    assertThat(OtlpExport.isAskedFor(Map.of(ENDPOINT, " "), signal)).isFalse();
    assertThat(OtlpExport.isAskedFor(Map.of(ENDPOINT, "http://c:4318"), signal)).isTrue();
    assertThat(OtlpExport.isAskedFor(Map.of(own, "http://c:4318/v1/signal"), signal))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"METRICS", "TRACES"})
  void theStandardVariablesThatSwitchASignalOffDo(String signal) {
    var exporter = "OTEL_" + signal + "_EXPORTER";

    assertThat(OtlpExport.isAskedFor(Map.of(ENDPOINT, "http://c:4318", exporter, "none"), signal))
        .isFalse();
    assertThat(OtlpExport.isAskedFor(
            Map.of(ENDPOINT, "http://c:4318", "OTEL_SDK_DISABLED", "true"), signal))
        .isFalse();
  }
}
