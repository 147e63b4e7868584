package dev.chatsway.standalone.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

final class EventStreamIT {

  private static final String LONGEST = "chatsway.gateway.event-stream.longest=2s";

  /** Far shorter than a stream: what is idle is cut in between, what streams is not. */
  private static final String IDLE = "chatsway.gateway.idle-timeout=500ms";

  @RegisterExtension
  static final TestServer server = TestServer.ofTheClass(
      LONGEST,
      IDLE,
      "chatsway.gateway.ping-interval=200ms",
      "chatsway.broadcaster.max-clients-per-session=2");

  private JsonNode session;

  @BeforeEach
  void start() throws Exception {
    session = server.createSession("{}");
  }

  @Test
  void aStreamTellsTheMessagesOfV2AndEndsAfterItsTime() throws Exception {
    var answer = open(session.get("overlayId").asString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map())
        .containsEntry("content-type", List.of("text/event-stream"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-accel-buffering", List.of("no"))
        .containsEntry("access-control-allow-origin", List.of("*"));
    try (var events = new Events(answer)) {
      assertThat(events.lines.readLine()).isEqualTo("retry: 1000");
      assertThat(events.lines.readLine()).isEmpty();
      assertThat(events.next()).startsWith("{\"type\":\"hello\",\"tickMillis\":50,");
      assertThat(events.next()).startsWith("{\"type\":\"value\",\"value\":0.0,");
      server.vote(session, "for");
      events.until("\"value\":(10|9\\.\\d+)");
      events.until("the end");
    }
  }

  @Test
  void aRotatedOverlayIsToldSoAndItsStreamEnds() throws Exception {
    var overlayId = session.get("overlayId").asString();
    try (var events = new Events(open(overlayId))) {
      events.next();
      server.admin("POST", "/api/v1/sessions/" + session.get("id").asString() + "/overlay-id", "");
      events.until("\"type\":\"bye\",\"reason\":\"rotated\",\"reconnect\":false");
      assertThat(events.next()).isEqualTo("the end");
    }
    assertThat(open(overlayId).statusCode()).isEqualTo(404);
  }

  @Test
  void anUnknownOverlayIs404ForAnyOrigin() throws Exception {
    var answer = open(UUID.randomUUID().toString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
  }

  @Test
  void aStreamTooManyIs503UntilAnotherHasGone() throws Exception {
    var overlayId = session.get("overlayId").asString();
    try (var first = new Events(open(overlayId));
        var second = new Events(open(overlayId))) {
      first.next();
      second.next();
      var refused = open(overlayId);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
    }
  }

  private HttpResponse<InputStream> open(String overlayId)
      throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(server.url() + "/sse/overlay/" + overlayId))
                .build(),
            BodyHandlers.ofInputStream());
  }

  /** The data of one event after the other, then "the end". */
  private record Events(BufferedReader lines) implements AutoCloseable {
    Events(HttpResponse<InputStream> answer) {
      this(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    String next() throws IOException {
      var line = lines.readLine();
      if (line == null) {
        return "the end";
      }
      if (line.startsWith("retry: ")) {
        lines.readLine();
        return next();
      }
      assertThat(line).startsWith("data: ");
      assertThat(lines.readLine()).isEmpty();
      return line.substring("data: ".length());
    }

    /** Passes over the values in between; on a busy machine a reading may also come late, and is said so. */
    void until(String pattern) throws IOException {
      var wanted = Pattern.compile(pattern);
      for (var event = next(); !wanted.matcher(event).find(); event = next()) {
        assertThat(event).matches("\\{\"type\":\"(value|status)\",.*");
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
