package dev.chatsway.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Twitch's side of the proof: what goes into {@code Twitch-Eventsub-Message-Signature}. */
final class Signature {

  private Signature() {}

  /** {@code sha256=} and the hexadecimal HMAC-SHA256 of message id, timestamp and body, as Twitch's EventSub guide says. */
  static String of(String secret, String messageId, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((messageId + timestamp).getBytes(UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
