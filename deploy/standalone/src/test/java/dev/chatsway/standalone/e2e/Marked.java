package dev.chatsway.standalone.e2e;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Lines of chat whose words, names and ids are found again wherever they are kept, by each way in. */
final class Marked {

  static final String TEXT = "zq7whatsomebodywrote";
  static final String NAME = "zq7howsomebodyiscalled";
  static final String VOTER = "zq7whosomebodyis";
  static final String MESSAGE = "zq7whichmessageitwas";

  private static final KeyPair KICK = newKeys();

  private Marked() {}

  static String kickPublicKey() {
    return "-----BEGIN PUBLIC KEY-----\\n"
        + Base64.getEncoder().encodeToString(KICK.getPublic().getEncoded())
        + "\\n-----END PUBLIC KEY-----";
  }

  static HttpRequest twitch(String url, String channel, String text, String secret) {
    var body = """
        {"subscription": {"type": "channel.chat.message"},
         "event": {"broadcaster_user_id": "%s", "chatter_user_id": "%s", "chatter_user_login": "%s",
           "chatter_user_name": "%s", "message_id": "%s", "message": {"text": "%s"}, "badges": []}}
        """.formatted(channel, VOTER + "1", NAME, NAME, MESSAGE, text);
    var id = MESSAGE + UUID.randomUUID();
    var at = Instant.now().toString();
    return post(url + "/webhooks/eventsub", body)
        .header("Twitch-Eventsub-Message-Id", id)
        .header("Twitch-Eventsub-Message-Timestamp", at)
        .header("Twitch-Eventsub-Message-Type", "notification")
        .header(
            "Twitch-Eventsub-Message-Signature",
            "sha256=" + HexFormat.of().formatHex(hmac(bytes(secret), bytes(id + at + body))))
        .build();
  }

  static HttpRequest kick(String url, String channel, String text) {
    var body = """
        {"message_id": "%s", "broadcaster": {"user_id": %s, "username": "%s"},
         "sender": {"user_id": 998877665544, "username": "%s", "identity": {"badges": []}},
         "content": "%s"}
        """.formatted(MESSAGE, channel, NAME, NAME, text);
    var id = MESSAGE + UUID.randomUUID();
    var at = Instant.now().toString();
    return post(url + "/webhooks/kick", body)
        .header("Kick-Event-Message-Id", id)
        .header("Kick-Event-Message-Timestamp", at)
        .header("Kick-Event-Type", "chat.message.sent")
        .header("Kick-Event-Signature", rsa(id + "." + at + "." + body))
        .build();
  }

  static HttpRequest signed(String url, String session, String secret, String text) {
    var body = """
        {"session": "%s", "voter": "%s", "text": "%s"}""".formatted(session, VOTER + "2", text);
    var id = MESSAGE + UUID.randomUUID();
    var at = String.valueOf(Instant.now().getEpochSecond());
    var key = Base64.getDecoder().decode(secret.replace("whsec_", ""));
    return post(url + "/webhooks/votes", body)
        .header("webhook-id", id)
        .header("webhook-timestamp", at)
        .header(
            "webhook-signature",
            "v1,"
                + Base64.getEncoder().encodeToString(hmac(key, bytes(id + "." + at + "." + body))))
        .build();
  }

  static HttpRequest bearer(String url, String token, String text) {
    return post(url + "/webhooks/votes", """
            [{"voter": "%s", "text": "%s", "id": "%s"}]""".formatted(VOTER + "3", text, MESSAGE))
        .header("Authorization", "Bearer " + token)
        .build();
  }

  static HttpRequest link(String voteUrl, String text) {
    return HttpRequest.newBuilder(URI.create(voteUrl + "?voter=" + VOTER + "4&id=" + MESSAGE
            + "&text=" + text.replace("+", "%2B").replace(" ", "%20")))
        .build();
  }

  private static HttpRequest.Builder post(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] content) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String rsa(String content) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KICK.getPrivate());
      signature.update(bytes(content));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }
}
