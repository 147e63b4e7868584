package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the platforms do, with code that shares nothing with what is tested. */
public final class Sender {

  static final KeyPair KICK = newKeys();

  private Sender() {}

  static String eventSubSignature(String secret, String id, String timestamp, byte[] body) {
    return "sha256="
        + HexFormat.of()
            .formatHex(hmac(secret.getBytes(UTF_8), (id + timestamp).getBytes(UTF_8), body));
  }

  static String standardSignature(String secret, String id, String timestamp, byte[] body) {
    var key = Base64.getDecoder().decode(secret.replace("whsec_", ""));
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(hmac(key, (id + "." + timestamp + ".").getBytes(UTF_8), body));
  }

  static String kickSignature(String id, String timestamp, byte[] body) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KICK.getPrivate());
      signature.update((id + "." + timestamp + ".").getBytes(UTF_8));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String kickPublicKeyPem() {
    return pem(KICK.getPublic());
  }

  static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] hmac(byte[] key, byte[] head, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
