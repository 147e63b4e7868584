package dev.chatsway.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed {@code channel.chat.message} notifications, as Twitch sends them. */
final class Votes {

  private static final String BODY =
      "{\"subscription\":{\"id\":\"f1c2a387\",\"type\":\"channel.chat.message\",\"version\":\"1\",\"status\":\"enabled\","
          + "\"condition\":{\"broadcaster_user_id\":\"%1$s\",\"user_id\":\"9\"}},\"event\":{\"broadcaster_user_id\":\"%1$s\","
          + "\"broadcaster_user_login\":\"streamer\",\"broadcaster_user_name\":\"Streamer\",\"chatter_user_id\":\"%2$s\","
          + "\"chatter_user_login\":\"viewer\",\"chatter_user_name\":\"Viewer\",\"message_id\":\"%3$s\",\"message\":{\"text\":\"%4$s\","
          + "\"fragments\":[{\"type\":\"text\",\"text\":\"%4$s\",\"cheermote\":null,\"emote\":null,\"mention\":null}]},\"color\":\"#00FF7F\","
          + "\"badges\":[{\"set_id\":\"subscriber\",\"id\":\"12\",\"info\":\"16\"}],\"message_type\":\"text\",\"cheer\":null,\"reply\":null,"
          + "\"channel_points_custom_reward_id\":null,\"source_broadcaster_user_id\":null,\"source_message_id\":null,\"source_badges\":null}}";

  private final Mac mac;

  Votes() {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] secret() {
    return Instance.SECRET.getBytes(StandardCharsets.UTF_8);
  }

  /** One whole HTTP request to {@code path}; not for several threads. */
  byte[] request(String path, String channel, String voter, String messageId, String text) {
    String timestamp = Instant.now().toString();
    String body = BODY.formatted(channel, voter, messageId, text);
    String signature = HexFormat.of()
        .formatHex(mac.doFinal((messageId + timestamp + body).getBytes(StandardCharsets.UTF_8)));
    return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Twitch-Eventsub-Message-Id: " + messageId
            + "\r\nTwitch-Eventsub-Message-Retry: 0\r\n"
            + "Twitch-Eventsub-Message-Type: notification\r\nTwitch-Eventsub-Message-Timestamp: "
            + timestamp + "\r\n"
            + "Twitch-Eventsub-Message-Signature: sha256=" + signature + "\r\n"
            + "Twitch-Eventsub-Subscription-Type: channel.chat.message\r\nTwitch-Eventsub-Subscription-Version: 1\r\n"
            + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
