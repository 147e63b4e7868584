package dev.chatsway.standalone.e2e;

import dev.chatsway.ingest.Sender;
import dev.chatsway.ingest.Sent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.UUID;

/** Lines of chat whose words, names and ids are found again wherever they are kept, by each way in. */
final class Marked {

  static final String TEXT = "zq7whatsomebodywrote";
  static final String NAME = "zq7howsomebodyiscalled";
  static final String VOTER = "zq7whosomebodyis";
  static final String MESSAGE = "zq7whichmessageitwas";

  private Marked() {}

  static String kickPublicKey() {
    return Sender.kickPublicKeyPem().replace("\n", "\\n");
  }

  static HttpRequest twitch(String url, String channel, String text, String secret) {
    var body = """
        {"subscription": {"type": "channel.chat.message"},
         "event": {"broadcaster_user_id": "%s", "chatter_user_id": "%s", "chatter_user_login": "%s",
           "chatter_user_name": "%s", "message_id": "%s", "message": {"text": "%s"}, "badges": []}}
        """.formatted(channel, VOTER + "1", NAME, NAME, MESSAGE, text);
    return Sent.eventSub(secret, "notification", delivery(), Instant.now(), Sent.bytes(body))
        .request(url);
  }

  static HttpRequest kick(String url, String channel, String text) {
    var body = """
        {"message_id": "%s", "broadcaster": {"user_id": %s, "username": "%s"},
         "sender": {"user_id": 998877665544, "username": "%s", "identity": {"badges": []}},
         "content": "%s"}
        """.formatted(MESSAGE, channel, NAME, NAME, text);
    return Sent.kick(delivery(), Instant.now(), Sent.bytes(body)).request(url);
  }

  static HttpRequest signed(String url, String session, String secret, String text) {
    var body = """
        {"session": "%s", "voter": "%s", "text": "%s"}""".formatted(session, VOTER + "2", text);
    return Sent.signedBot(secret, delivery(), Instant.now(), Sent.bytes(body)).request(url);
  }

  static HttpRequest bearer(String url, String token, String text) {
    return Sent.bearer(token, """
            [{"voter": "%s", "text": "%s", "id": "%s"}]""".formatted(VOTER + "3", text, MESSAGE)).request(url);
  }

  static HttpRequest link(String voteUrl, String text) {
    return HttpRequest.newBuilder(URI.create(voteUrl + "?voter=" + VOTER + "4&id=" + MESSAGE
            + "&text=" + text.replace("+", "%2B").replace(" ", "%20")))
        .build();
  }

  private static String delivery() {
    return MESSAGE + UUID.randomUUID();
  }
}
