package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.gateway.OverlayClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running Chatsway, as bots, overlays and its operator see it. */
public record Site(String url, String adminToken, HttpClient http) {

  /** What the instances of these tests are started with. */
  public static final String ADMIN_TOKEN = "the-admin-token-of-all-these-tests";

  /** Settings by which every vote that counts is seen in the tally, and none is refused. */
  public static final String COUNTING =
      "{\"decayRate\": 0, \"voteDelta\": 0.1, \"debounceMillis\": 0}";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public static Site at(String url) {
    return new Site(url, ADMIN_TOKEN, HttpClient.newHttpClient());
  }

  /** A session fed by that Twitch channel. */
  public JsonNode create(String channel, String settings) throws IOException, InterruptedException {
    var created = api("POST", "", """
        {"name": "a test's", "channels": [{"platform": "twitch", "id": "%s"}], "settings": %s}
        """.formatted(channel, settings));
    assertThat(created.statusCode()).isEqualTo(201);
    return JSON.readTree(created.body());
  }

  /** Asks the session API as its admin; {@code path} goes on after {@code /api/v1/sessions}. */
  public HttpResponse<String> api(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + "/api/v1/sessions" + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + adminToken)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** What anyone may know of a session now. */
  public JsonNode shown(JsonNode session) throws IOException, InterruptedException {
    var shown = get("/api/v1/overlays/" + session.required("overlayId").asString());
    assertThat(shown.statusCode()).isEqualTo(200);
    return JSON.readTree(shown.body());
  }

  /** Sends a notification; returns the status of the answer. */
  public int send(Notification notification) throws IOException, InterruptedException {
    return send(notification.request(url));
  }

  public int send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  public CompletableFuture<HttpResponse<Void>> sendAsync(Notification notification) {
    return http.sendAsync(notification.request(url), BodyHandlers.discarding());
  }

  public OverlayClient connect(JsonNode session) {
    return OverlayClient.open(http, socket(session));
  }

  public OverlayClient connectV2(JsonNode session) {
    return OverlayClient.open(http, socket(session), "chatsway.v2");
  }

  private URI socket(JsonNode session) {
    return URI.create(url.replaceFirst("^http", "ws") + "/ws/overlay/"
        + session.required("overlayId").asString());
  }
}
