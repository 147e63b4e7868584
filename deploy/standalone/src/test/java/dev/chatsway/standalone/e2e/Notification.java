package dev.chatsway.standalone.e2e;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A line of chat as Twitch EventSub delivers it: again with the same id if it is sent twice. */
public record Notification(String id, String channel, String voter, String text) {

  /** What the instances of these tests are started with. */
  public static final String SECRET = "a secret of these tests";

  public static Notification of(String channel, String voter, String text) {
    return new Notification(UUID.randomUUID().toString(), channel, voter, text);
  }

  public HttpRequest request(String url) {
    return request(url, SECRET);
  }

  public HttpRequest request(String url, String secret) {
    var body = """
        {"subscription": {"type": "channel.chat.message"},
         "event": {"broadcaster_user_id": "%s", "chatter_user_id": "%s", "message_id": "%s",
           "message": {"text": "%s"}, "badges": []}}
        """.formatted(channel, voter, id, text);
    var timestamp = Instant.now().toString();
    return HttpRequest.newBuilder(URI.create(url + "/webhooks/eventsub"))
        .header("Content-Type", "application/json")
        .header("Twitch-Eventsub-Message-Id", id)
        .header("Twitch-Eventsub-Message-Timestamp", timestamp)
        .header("Twitch-Eventsub-Message-Type", "notification")
        .header(
            "Twitch-Eventsub-Message-Signature", "sha256=" + hmac(secret, id + timestamp + body))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String hmac(String secret, String signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
