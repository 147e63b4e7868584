package dev.chatsway.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streamer.bot's WebSocket server (https://docs.streamer.bot/api/websocket): chat of Twitch, YouTube and Kick, with the
 * platforms' own ids of viewers and messages.
 *
 * @param password the password of that server; empty if it has none
 */
public record StreamerBot(String password) implements Relay {

  private static final JsonMapper JSON = JsonMapper.shared();
  /** Its events that are lines of chat, by platform. */
  private static final Map<String, String> EVENTS =
      Map.of("Twitch", "ChatMessage", "YouTube", "Message", "Kick", "ChatMessage");

  private static final String SUBSCRIBE = JSON.writeValueAsString(Map.of(
      "request",
      "Subscribe",
      "id",
      "chatsway-subscribe",
      "events",
      EVENTS.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, event -> List.of(event.getValue())))));

  @Override
  public String name() {
    return "Streamer.bot";
  }

  /** With a password, the server says hello first. */
  @Override
  public List<String> opening() {
    return password.isEmpty() ? List.of(SUBSCRIBE) : List.of();
  }

  @Override
  public boolean saysReady() {
    return true;
  }

  @Override
  public Meaning understand(JsonNode message) {
    if (message.path("request").asString("").equals("Hello")) {
      return hello(message.path("authentication"));
    }
    if (message.path("id").asString("").equals("chatsway-login")) {
      return message.path("status").asString("").equals("ok")
          ? Meaning.reply(SUBSCRIBE)
          : Meaning.problem("it does not accept the password");
    }
    if (message.path("id").asString("").equals("chatsway-subscribe")) {
      return message.path("status").asString("").equals("ok")
          ? Meaning.READY
          : Meaning.problem(
              "it refused the subscription: " + message.path("error").asString(""));
    }
    return chat(message.at("/event/source").asString(""), message);
  }

  private Meaning hello(JsonNode authentication) {
    if (authentication.isMissingNode()) {
      return password.isEmpty() ? Meaning.NOTHING : Meaning.reply(SUBSCRIBE);
    }
    if (password.isEmpty()) {
      return Meaning.problem("it requires a password");
    }
    var secret = sha256(password + authentication.path("salt").asString(""));
    var login = JSON.createObjectNode()
        .put("request", "Authenticate")
        .put("id", "chatsway-login")
        .put("authentication", sha256(secret + authentication.path("challenge").asString("")));
    return Meaning.reply(JSON.writeValueAsString(login));
  }

  /** The same data is in different places, depending on platform and version. */
  private static Meaning chat(String platform, JsonNode message) {
    var data = message.path("data");
    var voter = first(data, "/message/userId", "/user/id");
    var id = first(data, "/message/msgId", "/messageId", "/eventId");
    var text = first(data, "/message/message", "/text", "/message");
    boolean isChat = message.at("/event/type").asString("").equals(EVENTS.get(platform));
    return isChat && !voter.isEmpty() && !id.isEmpty()
        ? Meaning.line(new ChatMessage(
            platform.toLowerCase(Locale.ROOT) + ":" + voter,
            platform.toLowerCase(Locale.ROOT) + ":" + id,
            text,
            null,
            Role.EVERYONE,
            false))
        : Meaning.NOTHING;
  }

  private static String first(JsonNode data, String... places) {
    return Stream.of(places)
        .map(place -> data.at(place).asString(""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name();
  }
}
