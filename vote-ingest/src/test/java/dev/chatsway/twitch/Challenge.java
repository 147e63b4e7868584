package dev.chatsway.twitch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Twitch's question to a webhook whether it wants to be one, and what else Twitch delivers there. */
record Challenge(String callback, String secret) {

  boolean isAnswered() {
    var challenge = UUID.randomUUID().toString();
    var body = "{\"challenge\":\"" + challenge
        + "\",\"subscription\":{\"type\":\"conduit.shard\",\"condition\":{}}}";
    try {
      var answer = deliver("webhook_callback_verification", body);
      return answer.equals("200 " + challenge);
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /** Status and body of the answer. */
  String deliver(String type, String body) throws IOException, InterruptedException {
    var id = UUID.randomUUID().toString();
    var at = Instant.now().toString();
    var answer = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(callback))
                .timeout(Duration.ofSeconds(20))
                .header("Twitch-Eventsub-Message-Id", id)
                .header("Twitch-Eventsub-Message-Timestamp", at)
                .header("Twitch-Eventsub-Message-Type", type)
                .header("Twitch-Eventsub-Message-Signature", signature(id, at, body))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private String signature(String id, String at, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal((id + at + body).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
