package dev.chatsway.ingest;

import dev.chatsway.session.Hmac;
import dev.chatsway.session.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The three kinds of signatures in docs/interface.md, section 6, all over the received bytes of a body. Comparisons
 * take constant time.
 */
final class Signatures {

  /** Verifies one platform's signature with its secret or key. */
  @FunctionalInterface
  interface Verifier {
    boolean isValid(String messageId, String timestamp, byte[] body, String signature);
  }

  private Signatures() {}

  /** Twitch EventSub: {@code sha256=} and the hexadecimal HMAC-SHA256 of message id, timestamp and body. */
  static Verifier eventSub(String secret) {
    var hmac = new Hmac(secret.getBytes(StandardCharsets.UTF_8));
    return (id, timestamp, body, signature) -> {
      var expected = "sha256=" + HexFormat.of().formatHex(hmac.of(id + timestamp, body));
      return MessageDigest.isEqual(utf8(expected), utf8(signature));
    };
  }

  /** Kick: Base64 of RSA PKCS#1 v1.5 with SHA-256 over message id, timestamp and body, with dots between. */
  static Verifier kick(PublicKey key) {
    return (id, timestamp, body, signature) -> {
      try {
        var rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(key);
        rsa.update(utf8(id + "." + timestamp + "."));
        rsa.update(body);
        return rsa.verify(Base64.getDecoder().decode(signature));
      } catch (IllegalArgumentException | GeneralSecurityException e) {
        return false; // not Base64, or not of the key's length: no signature of Kick's
      }
    };
  }

  /** Standard Webhooks, with a secret that is {@code whsec_} and Base64, or Base64 alone. */
  static Verifier standardWebhooks(String secret) {
    return new StandardWebhooks(secret)::isSigned;
  }

  /**
   * Reads an RSA public key in PEM ({@code -----BEGIN PUBLIC KEY-----}); line breaks may have become {@code \n} in an
   * environment variable.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static PublicKey rsaKey(String pem) {
    var base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\\\n|\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an RSA public key in PEM", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
