package dev.chatsway.standalone.demo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of chat as Twitch EventSub sends it: a notification of {@code channel.chat.message}.
 *
 * @param id of the message, the same however often it is delivered
 * @param channel the broadcaster's user id
 * @param sentAt goes into the signature
 */
record ChatMessage(String id, String channel, Line line, Instant sentAt) {

  static final String TYPE = "channel.chat.message";
  static final String VERSION = "1";

  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .build();

  private record Notification(Subscription subscription, Event event) {}

  private record Subscription(
      String id, String status, String type, String version, Condition condition, int cost) {}

  private record Condition(String broadcasterUserId, String userId) {}

  private record Event(
      String broadcasterUserId,
      String broadcasterUserLogin,
      String broadcasterUserName,
      String chatterUserId,
      String chatterUserLogin,
      String chatterUserName,
      String messageId,
      Message message,
      String messageType,
      List<Badge> badges,
      @Nullable Object cheer,
      String color,
      @Nullable Object reply,
      @Nullable String channelPointsCustomRewardId,
      @Nullable String sourceBroadcasterUserId,
      @Nullable String sourceMessageId) {}

  private record Message(String text, List<Fragment> fragments) {}

  private record Fragment(String type, String text) {}

  private record Badge(String setId, String id, String info) {}

  /** With a new id. */
  static ChatMessage of(Line line, String channel, Instant sentAt) {
    return new ChatMessage(UUID.randomUUID().toString(), channel, line, sentAt);
  }

  /** The body of the request. */
  byte[] toJson() {
    var voter = line.voter();
    var text = new Message(line.text(), List.of(new Fragment("text", line.text())));
    return JSON.writeValueAsBytes(new Notification(
        new Subscription(channel, "enabled", TYPE, VERSION, new Condition(channel, channel), 0),
        new Event(
            channel,
            channel,
            channel,
            voter.id(),
            voter.login(),
            voter.name(),
            id,
            text,
            "text",
            List.of(),
            null,
            "",
            null,
            null,
            null,
            null)));
  }
}
