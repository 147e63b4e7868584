package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standin.TwitchChatStandIn;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Metrics and traces pushed to a receiver that speaks OTLP over HTTP, and through OpenTelemetry's Collector. */
final class OtlpExportIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @TempDir
  Path temp;

  @Test
  void metricsArePushedToTheEndpointThatTheStandardVariableNamesAndStayAtMetrics()
      throws Exception {
    try (var receiver = new OtlpReceiver()) {
      var environment = new HashMap<>(variables(receiver.url()));
      environment.put("OTEL_EXPORTER_OTLP_HEADERS", "key=secret-of-the-receiver");
      environment.put("OTEL_METRIC_EXPORT_INTERVAL", "1000");
      try (var chatsway = Running.inFolder(temp, environment)) {
        var site = Site.at(chatsway.url());
        var session = site.create("1", "{}");
        try (var overlay = site.connectV2(session)) {
          overlay.await(0, message -> message.is("value"));
          await()
              .atMost(PATIENCE)
              .until(() -> receiver.metrics().stream().anyMatch(OtlpExportIT::isOneClient));
          assertThat(site.get("/metrics").body()).contains("chatsway_broadcaster_clients 1");
        }
        assertThat(attributes(receiver.metricBatches().get(0).getResource().getAttributesList()))
            .containsEntry("service.name", "chatsway");
        assertThat(String.join("\n", chatsway.errors())).doesNotContain("secret-of-the-receiver");
      }
    }
  }

  @Test
  void aVoteIsOneTraceFromItsWebhookToTheFrameOfAnotherInstance() throws Exception {
    try (var receiver = new OtlpReceiver()) {
      assertOneTrace(receiver, receiver.url());
    }
  }

  @Test
  void aVoteFromAChatThatTheServerReadsHasNoResponseInItsTrace() throws Exception {
    try (var receiver = new OtlpReceiver();
        var twitch = new TwitchChatStandIn();
        var redis = RedisServer.start()) {
      var environment = new HashMap<>(variables(receiver.url(), "gateway,ingest,chat"));
      environment.put("OTEL_TRACES_SAMPLER_ARG", "1");
      environment.put("TWITCH_CHAT_URL", twitch.url());
      try (var chatsway = Running.onRedis(temp, redis.uri(), environment)) {
        var site = Site.at(chatsway.url());
        assertThat(site.api("POST", "", """
            {"channels": [{"platform": "twitch", "login": "channel"}]}""").statusCode()).isEqualTo(201);
        await().atMost(PATIENCE).until(() -> !twitch.readers("channel").isEmpty());
        twitch.chat("channel", "1", "a", "+", "");
        await()
            .atMost(PATIENCE)
            .until(() -> receiver.spans().stream().anyMatch(OtlpExportIT::isChatLine));
      }
      var span =
          receiver.spans().stream().filter(OtlpExportIT::isChatLine).findFirst().orElseThrow();
      assertThat(attributes(span.getAttributesList()))
          .doesNotContainKey("http.response.status_code");
      assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    }
  }

  private static boolean isChatLine(Span span) {
    return span.getName().equals("chat line");
  }

  @Test
  void theCollectorOfOpenTelemetryUnderstandsIt() throws Exception {
    Programs.need("otelcol");
    try (var receiver = new OtlpReceiver()) {
      int port = RealServer.freePort();
      var log = temp.resolve("otelcol.log");
      var collector = Programs.start(
          log, Map.of(), "otelcol", "--config", config(port, receiver).toString());
      try {
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("Everything is ready"));
        assertOneTrace(receiver, "http://127.0.0.1:" + port);
        assertThat(receiver.metrics()).anyMatch(OtlpExportIT::isOneClient);
      } finally {
        collector.destroy();
        collector.onExit().join();
      }
    }
  }

  private Path config(int port, OtlpReceiver receiver) throws IOException {
    return Files.writeString(
        temp.resolve("otelcol.yaml"), """
        receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%s"}}}}
        exporters: {otlphttp: {endpoint: "%s", compression: none}}
        service:
          telemetry: {metrics: {level: none}}
          pipelines:
            traces: {receivers: [otlp], exporters: [otlphttp]}
            metrics: {receivers: [otlp], exporters: [otlphttp]}
        """.formatted(Integer.toString(port), receiver.url()));
  }

  /** With an instance for votes and one for overlays, as far apart as votes and frames get. */
  private void assertOneTrace(OtlpReceiver receiver, String endpoint) throws Exception {
    try (var redis = RedisServer.start();
        var ingest = Running.onRedis(temp, redis.uri(), variables(endpoint, "ingest"));
        var gateway = Running.onRedis(temp, redis.uri(), variables(endpoint, "gateway"))) {
      var votes = ingest.url();
      var site = Site.at(gateway.url());
      var session = site.create("77", "{\"match\": \"leading\", \"debounceMillis\": 0}");
      try (var overlay = site.connectV2(session)) {
        overlay.await(0, message -> message.is("value"));
        var unsampled = "00-" + "1".repeat(32) + "-" + CALLER + "-00";
        vote(votes, unsampled);
        vote(votes, "00-" + TRACE + "-" + CALLER + "-01");
        await().atMost(PATIENCE).until(() -> receiver.spans().size() >= 4);
        await()
            .atMost(PATIENCE)
            .until(() -> receiver.metrics().stream().anyMatch(OtlpExportIT::isOneClient));
      }
      assertChain(receiver.spans());
      assertNothingPersonal(receiver, session);
    }
  }

  private static void vote(String url, String traceparent) throws Exception {
    var vote = Notification.of("77", "voter-77", "+ text-77").request(url);
    var traced = HttpRequest.newBuilder(vote, (name, value) -> true)
        .header("traceparent", traceparent)
        .build();
    assertThat(Site.at(url).send(traced)).isEqualTo(204);
  }

  private static void assertChain(List<Span> spans) {
    assertThat(spans).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
    var named = spans.stream().collect(Collectors.toMap(Span::getName, Function.identity()));
    assertThat(named)
        .containsOnlyKeys("POST /webhooks/eventsub", "FCALL apply_vote", "tick", "frame");
    var request = Objects.requireNonNull(named.get("POST /webhooks/eventsub"));
    var call = Objects.requireNonNull(named.get("FCALL apply_vote"));
    var tick = Objects.requireNonNull(named.get("tick"));
    var frame = Objects.requireNonNull(named.get("frame"));
    assertThat(hex(request.getParentSpanId())).isEqualTo(CALLER);
    assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(tick.getParentSpanId()).isEqualTo(call.getSpanId());
    assertThat(frame.getParentSpanId()).isEqualTo(tick.getSpanId());
    assertThat(attributes(call.getAttributesList())).containsEntry("chatsway.status", "ok");
    assertThat(attributes(frame.getAttributesList())).containsEntry("chatsway.clients", "1");
    assertThat(frame.getEndTimeUnixNano()).isGreaterThan(call.getStartTimeUnixNano());
    assertThat(frame.getStartTimeUnixNano()).isGreaterThanOrEqualTo(tick.getStartTimeUnixNano());
  }

  private static void assertNothingPersonal(OtlpReceiver receiver, JsonNode session) {
    assertThat(receiver.spanBatches().toString())
        .doesNotContain("voter-77", "text-77", Notification.SECRET, Site.ADMIN_TOKEN)
        .doesNotContain(session.path("id").asString(), session.path("voteToken").asString())
        .contains(session.path("id").asString().substring(0, 8), "service.version");
  }

  private static Map<String, String> variables(String endpoint) {
    return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
  }

  private static Map<String, String> variables(String endpoint, String role) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        endpoint,
        "OTEL_BSP_SCHEDULE_DELAY",
        "100",
        "OTEL_METRIC_EXPORT_INTERVAL",
        "1000",
        "CHATSWAY_ROLES",
        role);
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, attribute -> {
      var value = attribute.getValue();
      return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }));
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static boolean isOneClient(Metric metric) {
    return metric.getName().equals("chatsway.broadcaster.clients")
        && metric.getGauge().getDataPoints(0).getAsDouble() == 1;
  }
}
