package dev.chatsway.standalone.demo;

import dev.chatsway.standalone.api.ApiException;
import dev.chatsway.standalone.api.SessionApi;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
  private static final ObjectNode REQUEST = JsonMapper.shared()
      .valueToTree(Map.of(
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
              Mood.DECAY_RATE)));

  /** The one of an earlier start, or a new one. */
  public static DemoSession findOrCreate(SessionApi api) throws ApiException, InterruptedException {
    var found = api.find(DemoSession::isOurs);
    return of(found.isPresent() ? found.get() : api.create(REQUEST));
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
}
