package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics pushed to a receiver that speaks OTLP over HTTP, with its protobuf types. */
final class OtlpExportIT {

  @TempDir
  Path temp;

  @Test
  void metricsArePushedToTheEndpointThatTheStandardVariableNamesAndStayAtMetrics()
      throws Exception {
    var received = new ConcurrentLinkedQueue<ExportMetricsServiceRequest>();
    var receiver = receiver(received);
    var environment = Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + receiver.getAddress().getPort(),
        "OTEL_EXPORTER_OTLP_HEADERS",
        "key=secret-of-the-receiver",
        "OTEL_METRIC_EXPORT_INTERVAL",
        "1000");
    try (var chatsway = Running.inFolder(temp, environment)) {
      var site = Site.at(chatsway.url());
      var session = site.create("1", "{}");
      try (var overlay = site.connectV2(session)) {
        overlay.await(0, message -> message.is("value"));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> received.stream()
                .flatMap(request -> request.getResourceMetricsList().stream())
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .anyMatch(OtlpExportIT::isOneClient));
        assertThat(site.get("/metrics").body()).contains("chatsway_broadcaster_clients 1");
      }
      assertThat(received.element().getResourceMetrics(0).getResource().getAttributesList())
          .anyMatch(attribute -> attribute.getKey().equals("service.name")
              && attribute.getValue().getStringValue().equals("chatsway"));
      assertThat(String.join("\n", chatsway.errors())).doesNotContain("secret-of-the-receiver");
    } finally {
      receiver.stop(0);
    }
  }

  private static boolean isOneClient(Metric metric) {
    return metric.getName().equals("chatsway.broadcaster.clients")
        && metric.getGauge().getDataPoints(0).getAsDouble() == 1;
  }

  private static HttpServer receiver(Queue<ExportMetricsServiceRequest> received)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", exchange -> {
      received.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    return server;
  }
}
