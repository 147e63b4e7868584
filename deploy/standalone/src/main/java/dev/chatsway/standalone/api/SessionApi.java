package dev.chatsway.standalone.api;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running server, and waits for each answer. Throws {@link ApiException} for whatever is not the answer asked for. */
public final class SessionApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT)
      .build();
  private final String server;
  private final String adminToken;

  /**
   * For one server.
   *
   * @param server what its URLs start with, without a slash at the end
   * @param adminToken opens its whole session API
   */
  public SessionApi(String server, String adminToken) {
    this.server = server;
    this.adminToken = adminToken;
  }

  /** One session, with its secrets. */
  public JsonNode session(UUID id) throws ApiException, InterruptedException {
    return send("GET", "/api/v1/sessions/" + id, adminToken, null);
  }

  /**
   * The oldest session that reads this Twitch channel's chat; else the oldest of the channel's name, which reads it from now
   * on; else a new one of that name.
   *
   * @param login as {@link dev.chatsway.session.TwitchLogin} parses it
   */
  public JsonNode sessionOfChat(String login) throws ApiException, InterruptedException {
    var channel = JSON.createObjectNode().put("platform", "twitch").put("login", login);
    var named = new ArrayList<JsonNode>();
    var found = find(session -> {
      if (session.path("name").asString().equalsIgnoreCase(login)) {
        named.add(session);
      }
      return session.path("channels").valueStream().anyMatch(channel::equals);
    });
    if (found.isPresent()) {
      return found.get();
    }
    var change = JSON.createObjectNode();
    var channels = change.putArray("channels");
    if (named.isEmpty()) {
      channels.add(channel);
      return create(change.put("name", login));
    }
    named.get(0).path("channels").forEach(channels::add);
    channels.add(channel);
    var path = "/api/v1/sessions/" + named.get(0).path("id").asString();
    return send("PATCH", path, adminToken, change);
  }

  /** The oldest session that is such a one. */
  public Optional<JsonNode> find(Predicate<JsonNode> which)
      throws ApiException, InterruptedException {
    var after = "";
    do {
      var page = send("GET", "/api/v1/sessions?limit=1000" + after, adminToken, null);
      var found = page.path("sessions").valueStream().filter(which).findFirst();
      if (found.isPresent()) {
        return found;
      }
      after = page.path("next").isString()
          ? "&after=" + URLEncoder.encode(page.path("next").stringValue(), StandardCharsets.UTF_8)
          : "";
    } while (!after.isEmpty());
    return Optional.empty();
  }

  /** A new session of this name, with the defaults. */
  public JsonNode create(String name) throws ApiException, InterruptedException {
    return create(JSON.createObjectNode().put("name", name));
  }

  /** A new session. */
  public JsonNode create(ObjectNode session) throws ApiException, InterruptedException {
    return send("POST", "/api/v1/sessions", adminToken, session);
  }

  /** What a text would be now: {@code POST …/explain}. */
  public JsonNode explain(
      UUID session, String text, @Nullable String voter, @Nullable String channel)
      throws ApiException, InterruptedException {
    var body = JSON.createObjectNode().put("text", text);
    if (voter != null) {
      body.put("voter", voter);
    }
    if (channel != null) {
      body.put("channel", channel);
    }
    return send("POST", "/api/v1/sessions/" + session + "/explain", adminToken, body);
  }

  /** Casts one vote and returns its result: {@code status}, and {@code value} where there is one. */
  public JsonNode vote(String voteToken, String voter, String text)
      throws ApiException, InterruptedException {
    var vote = JSON.createObjectNode().put("voter", voter).put("text", text);
    return send("POST", "/webhooks/votes", voteToken, vote).path("results").path(0);
  }

  /** How things are with Twitch: {@code GET /api/v1/twitch}. */
  public JsonNode twitch() throws ApiException, InterruptedException {
    return send("GET", "/api/v1/twitch", adminToken, null);
  }

  /** The running instances: the array of {@code GET /api/v1/instances}. */
  public JsonNode instances() throws ApiException, InterruptedException {
    return send("GET", "/api/v1/instances", adminToken, null).path("instances");
  }

  /** A new code for a link that signs in to the studio: {@code POST /studio/sign-in-codes}. */
  public String signInCode() throws ApiException, InterruptedException {
    return send("POST", "/studio/sign-in-codes", adminToken, null).path("code").asString();
  }

  private JsonNode send(String method, String path, String token, @Nullable ObjectNode body)
      throws ApiException, InterruptedException {
    var publisher = body == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    HttpResponse<byte[]> answer;
    try {
      answer = client.send(
          HttpRequest.newBuilder(URI.create(server + path))
              .timeout(TIMEOUT)
              .method(method, publisher)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .build(),
          BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new ApiException("no Chatsway answers on " + server + " (" + e + ")", e);
    } catch (IllegalArgumentException e) {
      throw new ApiException("\"" + server + "\" is not the http or https URL of a server", e);
    }
    try {
      var json = JSON.readTree(answer.body());
      if (answer.statusCode() / 100 == 2) {
        return json;
      }
      throw new ApiException(server + " answered " + answer.statusCode() + ": "
          + json.path("detail").asString(""));
    } catch (JacksonException e) {
      throw new ApiException(
          server + " answered " + answer.statusCode() + ", which is not a response of Chatsway", e);
    }
  }
}
