package dev.chatsway.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Generates secrets, compares them in constant time, and hashes those that become part of a key. */
public final class Tokens {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  private Tokens() {}

  /** 192 random bits, in 32 characters that need no escaping in a URL. */
  public static String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random());
  }

  /** A secret in the form of Standard Webhooks: {@code whsec_} and Base64. */
  public static String webhookSecret() {
    return "whsec_" + Base64.getEncoder().encodeToString(random());
  }

  /** Whether the two are equal, compared in constant time. */
  public static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A token's irreversible name in Redis: half of its SHA-256, in hexadecimal. */
  public static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, digest.length / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
