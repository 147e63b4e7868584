package dev.chatsway.twitch;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/**
 * A subscription as Twitch lists it.
 *
 * @param conduit the conduit that it delivers to; empty if it has another transport, and is not managed here
 * @param broadcaster the channel whose chat it covers
 * @param reader the account that reads the chat
 */
record Subscription(
    String id,
    String status,
    String conduit,
    String broadcaster,
    String reader,
    Instant createdAt) {

  static Subscription of(JsonNode json) {
    return new Subscription(
        json.path("id").asString(""),
        json.path("status").asString(""),
        json.at("/transport/conduit_id").asString(""),
        json.at("/condition/broadcaster_user_id").asString(""),
        json.at("/condition/user_id").asString(""),
        instant(json.path("created_at").asString("")));
  }

  ChannelState state() {
    return switch (status) {
      case "enabled" -> ChannelState.ENABLED;
      case "webhook_callback_verification_pending" -> ChannelState.PENDING;
      default -> ChannelState.REVOKED;
    };
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
