package dev.chatsway.gateway.webhook;

import dev.chatsway.redis.webhook.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is posted: {@code {"type","timestamp","data"}}, as Standard Webhooks recommends. */
final class WebhookMessage {

  private static final JsonMapper JSON = JsonMapper.shared();

  private WebhookMessage() {}

  /** Of a message in the outbox; the same bytes at every attempt. */
  static byte[] of(Delivery delivery) {
    var message = delivery.message();
    var data = data(delivery.session());
    for (var property : message.properties()) {
      switch (property.getKey()) {
        case "seq", "type", "at" -> {}
        case "openedAt", "endedAt", "endsAt" ->
          data.put(property.getKey(), instant(property.getValue()));
        default -> data.set(property.getKey(), property.getValue());
      }
    }
    if (message.has("forVotes")) {
      addPercentages(
          data, message.path("forVotes").asLong(), message.path("againstVotes").asLong());
    }
    return bytes(message.path("type").asString(), instant(message.path("at")), data);
  }

  /** Says nothing but that it arrives. */
  static byte[] test(UUID session) {
    var now = Instant.ofEpochMilli(System.currentTimeMillis()).toString();
    return bytes("webhook.test", now, data(session));
  }

  private static ObjectNode data(UUID session) {
    return JSON.createObjectNode().put("session", session.toString());
  }

  /** Of the votes, as the result card shows them; absent if there were none. */
  private static void addPercentages(ObjectNode data, long votesFor, long votesAgainst) {
    if (votesFor + votesAgainst > 0) {
      long percentFor = Math.round(100.0 * votesFor / (votesFor + votesAgainst));
      data.put("forPercent", percentFor).put("againstPercent", 100 - percentFor);
    }
  }

  private static byte[] bytes(String type, String timestamp, ObjectNode data) {
    var message = JSON.createObjectNode().put("type", type).put("timestamp", timestamp);
    return message.set("data", data).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String instant(JsonNode millis) {
    return Instant.ofEpochMilli(millis.asLong()).toString();
  }
}
