package dev.chatsway.redis.webhook;

import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A message that an instance has claimed for one target.
 *
 * @param session whose event it is
 * @param message what happened: {@code seq}, {@code type}, {@code at} (milliseconds since 1970) and what belongs to the type
 */
public record Delivery(UUID session, Webhook webhook, JsonNode message) {

  /** The place of the message in the session's outbox, counted from 1. */
  public long sequence() {
    return message.path("seq").asLong();
  }

  /** The {@code webhook-id}: the same however often and by whichever instance it is sent. */
  public String id() {
    return "msg_" + session + "_" + sequence();
  }
}
