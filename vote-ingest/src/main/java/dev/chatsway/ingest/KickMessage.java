package dev.chatsway.ingest;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Sides;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads Kick's {@code chat.message.sent}. */
final class KickMessage {

  private KickMessage() {}

  /**
   * The line of chat in a delivery.
   *
   * @throws dev.chatsway.session.json.InvalidFieldsException if a required field is missing or invalid
   */
  static ChatLine parse(JsonNode json) {
    var payload = new PlatformPayload(json);
    var broadcaster = payload.id("/broadcaster/user_id");
    var sender = payload.id("/sender/user_id");
    var messageId = payload.id("/message_id");
    var content = payload.text("/content");
    payload.finish();
    var role = sender.equals(broadcaster)
        ? Role.BROADCASTER
        : Role.highest(payload.texts("/sender/identity/badges", "type"));
    var message = new ChatMessage(
        "kick:" + sender,
        "kick:" + messageId,
        content,
        null,
        role,
        false,
        List.of(Sides.name("kick", broadcaster)));
    return new ChatLine(new Channel("kick", broadcaster), message);
  }
}
