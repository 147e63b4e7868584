package dev.chatsway.standalone.e2e;

import dev.chatsway.ingest.Sent;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.UUID;

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
    return Sent.eventSub(secret, "notification", id, Instant.now(), Sent.bytes(body))
        .request(url);
  }
}
