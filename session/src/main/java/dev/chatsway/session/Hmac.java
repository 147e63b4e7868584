package dev.chatsway.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) under one key. Safe for any number of threads. */
public final class Hmac {

  private static final String ALGORITHM = "HmacSHA256";

  /** To be cloned for each use: a Mac is not thread-safe, and a look-up of its provider takes as long as the Mac. */
  private final Mac prototype;

  /** Under {@code key}, of at least one byte. */
  public Hmac(byte[] key) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Of {@code head} in UTF-8, and {@code body} behind it: 32 bytes. */
  public byte[] of(String head, byte[] body) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
    }
  }
}
