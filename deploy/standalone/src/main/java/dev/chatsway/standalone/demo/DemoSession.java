package dev.chatsway.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The session that the demo's chat votes in, had through the session API like anybody's.
 *
 * @param id of the session
 * @param overlayUrl where its bar is to be seen
 */
public record DemoSession(String id, String overlayUrl) {

  /** Longer than any id that Twitch has given out, so that it is no streamer's channel. */
  static final String CHANNEL = "100000000000000001";

  private static final String NAME = "Demo";
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, Object> REQUEST = Map.of(
      "name",
      NAME,
      "channels",
      List.of(Map.of("platform", "twitch", "id", CHANNEL)),
      "settings",
      Map.of(
          "forLabel",
          "Jump",
          "againstLabel",
          "Stay",
          "forTriggers",
          Phrases.FOR_TRIGGERS,
          "againstTriggers",
          Phrases.AGAINST_TRIGGERS,
          "voteDelta",
          Mood.VOTE_DELTA,
          "decayRate",
          Mood.DECAY_RATE));

  /**
   * The one of an earlier start, or a new one.
   *
   * @throws IOException if the session API does not do as it is asked
   */
  public static DemoSession findOrCreate(HttpClient client, String serverUrl, String adminToken)
      throws IOException, InterruptedException {
    var api = new Api(client, serverUrl + "/api/v1/sessions", adminToken);
    for (var after = ""; ; ) {
      var page = api.get("?limit=1000" + after);
      for (var session : page.path("sessions")) {
        if (isOurs(session)) {
          return of(session);
        }
      }
      if (!page.hasNonNull("next")) {
        return of(api.create());
      }
      after = "&after=" + page.path("next").asString();
    }
  }

  private static boolean isOurs(JsonNode session) {
    return session.path("name").asString().equals(NAME)
        && session
            .path("channels")
            .valueStream()
            .anyMatch(channel -> channel.path("id").asString().equals(CHANNEL));
  }

  private static DemoSession of(JsonNode session) {
    return new DemoSession(
        session.path("id").asString(), session.path("overlayUrl").asString());
  }

  private record Api(HttpClient client, String url, String token) {

    JsonNode get(String query) throws IOException, InterruptedException {
      return send(request(query).GET(), 200);
    }

    JsonNode create() throws IOException, InterruptedException {
      var body = BodyPublishers.ofString(JSON.writeValueAsString(REQUEST));
      return send(request("").header("Content-Type", "application/json").POST(body), 201);
    }

    private HttpRequest.Builder request(String query) {
      return HttpRequest.newBuilder(URI.create(url + query))
          .timeout(ANSWER)
          .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request, int expected)
        throws IOException, InterruptedException {
      var response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new IOException("the session API answered " + response.statusCode() + ", not "
            + expected + ": " + response.body());
      }
      return JSON.readTree(response.body());
    }
  }
}
