package dev.chatsway.standalone.operations;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Speaks OTLP over HTTP, with its protobuf types, and keeps what it is sent. */
final class OtlpReceiver implements AutoCloseable {

  private final Queue<ResourceMetrics> metrics = new ConcurrentLinkedQueue<>();
  private final Queue<ResourceSpans> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  OtlpReceiver() throws IOException {
    server.createContext("/v1/metrics", exchange -> {
      metrics.addAll(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceMetricsList());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.createContext("/v1/traces", exchange -> {
      spans.addAll(
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<ResourceSpans> spanBatches() {
    return List.copyOf(spans);
  }

  List<Span> spans() {
    return spans.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<ResourceMetrics> metricBatches() {
    return List.copyOf(metrics);
  }

  List<Metric> metrics() {
    return metrics.stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
