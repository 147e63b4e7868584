package dev.chatsway.ingest;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Sides;
import dev.chatsway.session.text.TextNormalizer;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a Twitch EventSub notification of {@code channel.chat.message}. */
final class EventSubMessage {

  static final String CHAT_MESSAGE = "channel.chat.message";

  private EventSubMessage() {}

  /**
   * The line of chat in a notification; empty if it is one of another subscription type.
   *
   * <p>In a shared chat, the same line reaches every channel with a different id; {@code source_message_id} is the one
   * that they share. Badges are those of the channel that receives it; a role in the other channel has no weight here.
   *
   * @throws dev.chatsway.session.json.InvalidFieldsException if a required field is missing or invalid
   */
  static Optional<ChatLine> parse(JsonNode json) {
    var payload = new PlatformPayload(json);
    if (!payload.text("/subscription/type").equals(CHAT_MESSAGE)) {
      payload.finish();
      return Optional.empty();
    }
    var broadcaster = payload.id("/event/broadcaster_user_id");
    var chatter = payload.id("/event/chatter_user_id");
    var messageId = payload.id("/event/message_id");
    var text = withoutMentions(json, payload.text("/event/message/text"));
    var source = payload.optionalId("/event/source_broadcaster_user_id");
    var sourceMessageId = payload.optionalId("/event/source_message_id");
    payload.finish();
    var role = chatter.equals(broadcaster)
        ? Role.BROADCASTER
        : Role.highest(payload.texts("/event/badges", "set_id"));
    var message = new ChatMessage(
        "twitch:" + chatter,
        "twitch:" + (sourceMessageId == null ? messageId : sourceMessageId),
        text,
        null,
        role,
        source != null && !source.equals(broadcaster),
        names(broadcaster, json.at("/event/broadcaster_user_login").asString("")));
    return Optional.of(new ChatLine(new Channel("twitch", broadcaster), message));
  }

  private static List<String> names(String broadcaster, String login) {
    var id = Sides.name("twitch", broadcaster);
    return login.isEmpty() ? List.of(id) : List.of(id, Sides.ofTwitchLogin(login));
  }

  /** Drops the leading mentions that Twitch marks as such: a display name may contain blanks. */
  private static String withoutMentions(JsonNode json, String text) {
    var rest = new StringBuilder();
    for (var fragment : json.at("/event/message/fragments")) {
      var piece = fragment.path("text").asString("");
      boolean isMention = fragment.path("type").asString("").equals("mention");
      if (!rest.isEmpty() || !(isMention || TextNormalizer.isBlank(piece))) {
        rest.append(piece);
      }
    }
    var parent = json.at("/event/reply/parent_user_name").asString("");
    return TextNormalizer.withoutMention(rest.isEmpty() ? text : rest.toString(), parent);
  }
}
