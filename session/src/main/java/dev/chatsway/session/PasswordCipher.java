package dev.chatsway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts passwords that Redis keeps, with a key that all instances share and Redis does not know: AES-256-GCM (NIST SP
 * 800-38D) with a random nonce, bound to what the password is for.
 */
final class PasswordCipher {

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  /** Derives the key from a secret that all instances on one Redis share. */
  PasswordCipher(String secret) {
    key = new SecretKeySpec(
        new Hmac(secret.getBytes(UTF_8)).of("chatsway passwords of relays", new byte[0]), "AES");
  }

  /** The password encrypted for {@code url}; different each time. */
  String encrypt(String password, String url) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, url).doFinal(password.getBytes(UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
              .put(nonce)
              .put(sealed)
              .array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The password; empty if it was encrypted with another key or for another URL. */
  Optional<String> decrypt(String encrypted, String url) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(encrypted));
      byte[] nonce = new byte[NONCE_BYTES];
      bytes.get(nonce);
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      return Optional.of(
          new String(cipher(Cipher.DECRYPT_MODE, nonce, url).doFinal(sealed), UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String url) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(url.getBytes(UTF_8));
    return cipher;
  }
}
