package dev.chatsway.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes voter and message ids for use in keys: HMAC-SHA256 with a key that all instances share and Redis does not
 * know, truncated to 128 bits, including the session, so that nothing in Redis links a voter across sessions
 * (docs/interface.md, section 8).
 */
public final class VoterIdHasher {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final Mac prototype;

  /** Derives the key from a secret shared by all instances on one Redis: the admin token. */
  public VoterIdHasher(String secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] derived =
          prototype.doFinal("chatsway voter and message ids".getBytes(StandardCharsets.UTF_8));
      prototype.init(new SecretKeySpec(derived, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** 32 hexadecimal characters. */
  public String of(UUID session, String id) {
    try {
      Mac mac = (Mac) prototype.clone(); // a Mac is not thread-safe
      mac.update(session.toString().getBytes(StandardCharsets.US_ASCII));
      byte[] hash = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
    }
  }
}
